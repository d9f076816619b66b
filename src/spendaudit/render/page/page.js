"use strict";
(function () {
  var table = document.getElementById("supplier-table");
  if (table) {
    var body = table.tBodies[0];
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
      });
    });
    var filter = document.getElementById("filter");
    var told = document.getElementById("filtered");
    filter.closest(".tools").hidden = false;
    filter.addEventListener("input", function () {
      var wanted = filter.value.trim().toLocaleLowerCase("en-GB");
      var left = 0;
      rows.forEach(function (row) {
        var fits = !wanted || (text(row, 0) + " " + text(row, 1)).toLocaleLowerCase("en-GB").indexOf(wanted) !== -1;
        row.hidden = !fits;
        left += fits ? 1 : 0;
      });
      told.textContent = wanted ? left + " of " + rows.length + " suppliers" : "";
    });
  }
  var reveal = function () {
    var found = location.hash && document.getElementById(location.hash.slice(1));
    if (!found) { return; }
    found.hidden = false;
    var inside = found.closest("tr") ? found.querySelector("details") : null;
    if (inside) { inside.open = true; found.scrollIntoView(); }
  };
  window.addEventListener("hashchange", reveal);
  reveal();
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details.figures:not([open]), .caveats details:not([open])"));
    opened = opened.filter(function (one) { return !one.closest(".maps"); });
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
  });
})();
