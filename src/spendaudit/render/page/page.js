"use strict";
(function () {
  var table = document.getElementById("supplier-table");
  if (table) {
    var body = table.tBodies[0];
    table.classList.add("sorts");
    var rows = Array.prototype.slice.call(body.rows);
    var headings = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var names = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });
    var text = function (row, at) {
      var cell = row.cells[at];
      var summary = cell.querySelector("summary");
      return (summary || cell).textContent.trim();
    };
    var figure = function (row, at) {
      var value = row.cells[at].dataset.v;
      return value ? Number(value) : -Infinity;
    };
    headings.forEach(function (heading, at) {
      var isText = heading.dataset.kind === "text";
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      heading.textContent = "";
      heading.appendChild(button);
      button.addEventListener("click", function () {
        var now = heading.getAttribute("aria-sort");
        var way = now ? (now === "ascending" ? "descending" : "ascending") : isText ? "ascending" : "descending";
        headings.forEach(function (one) { one.removeAttribute("aria-sort"); });
        heading.setAttribute("aria-sort", way);
        var sign = way === "ascending" ? 1 : -1;
        rows.slice().sort(function (a, b) {
          if (isText) { return sign * names.compare(text(a, at), text(b, at)); }
          var one = figure(a, at), other = figure(b, at);
          return one === other ? 0 : sign * (one < other ? -1 : 1);
        }).forEach(function (row) { body.appendChild(row); });
        narrow();
      });
    });
    var filter = document.getElementById("filter");
    var where = document.getElementById("place");
    var by = document.getElementById("evidence");
    var told = document.getElementById("filtered");
    // A long list is cut until somebody asks for more or looks for something in it.
    var first = 50;
    var every = document.createElement("button");
    every.type = "button";
    every.id = "every";
    every.textContent = "Show all " + rows.length + " suppliers";
    table.parentNode.parentNode.insertBefore(every, table.parentNode.nextSibling);
    var has = function (list, one) { return !one || list.split("|").indexOf(one) !== -1; };
    var narrow = function () {
      var wanted = filter.value.trim().toLocaleLowerCase("en-GB");
      var narrowed = wanted || where.value || by.value;
      var left = 0;
      Array.prototype.slice.call(body.rows).forEach(function (row) {
        var fits = text(row, 0).toLocaleLowerCase("en-GB").indexOf(wanted) !== -1 &&
          has(row.dataset.where, where.value) && has(row.dataset.by, by.value);
        left += fits ? 1 : 0;
        row.hidden = !fits || (!narrowed && left > first);
      });
      every.hidden = Boolean(narrowed) || left <= first;
      told.textContent = narrowed ? left + " of " + rows.length + " suppliers" : "";
    };
    filter.closest(".tools").hidden = false;
    every.addEventListener("click", function () { first = Infinity; narrow(); });
    narrow();
    filter.addEventListener("input", narrow);
    where.addEventListener("change", narrow);
    by.addEventListener("change", narrow);
    // A row of the tiers or of the evidence leads to its suppliers.
    document.querySelectorAll("a[data-where], a[data-by]").forEach(function (link) {
      link.addEventListener("click", function () {
        filter.value = "";
        where.value = link.dataset.where || "";
        by.value = link.dataset.by || "";
        narrow();
      });
    });
  }
  // What a shape stands for is shown at once, by pointer and by touch; without a script the browser does.
  var tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  document.body.appendChild(tip);
  var said = new WeakMap();
  document.querySelectorAll("svg title").forEach(function (title) {
    if (!title.id) { said.set(title.parentNode, title.textContent); title.parentNode.removeChild(title); }
  });
  var point = function (event) {
    var shape = event.target.closest ? event.target : null;
    while (shape && shape !== document.body && !said.has(shape)) { shape = shape.parentNode; }
    if (!shape || !said.has(shape)) { tip.hidden = true; return; }
    tip.textContent = said.get(shape);
    tip.hidden = false;
    var box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 12, innerWidth - box.width - 4)) + "px";
    tip.style.top = (event.clientY - box.height - 10 > 0 ? event.clientY - box.height - 10 : event.clientY + 16) + "px";
  };
  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  window.addEventListener("scroll", function () { tip.hidden = true; }, { passive: true });
  var reveal = function () {
    var found = location.hash && document.getElementById(location.hash.slice(1));
    if (!found) { return; }
    found.hidden = false;
    // The payments of a row stand in a chart that may be shut.
    for (var shut = found.closest("details"); shut; shut = shut.parentNode.closest("details")) { shut.open = true; }
    var inside = found.closest("tr") ? found.querySelector("details") : null;
    if (inside) { inside.open = true; found.scrollIntoView(); }
  };
  window.addEventListener("hashchange", reveal);
  reveal();
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details.figures:not([open]), .caveats > li > details:not([open])"));
    opened = opened.filter(function (one) { return one.closest(".caveats") || (!one.closest(".near") && !one.querySelector(".lines")); });
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
  });
})();
