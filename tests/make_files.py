"""Write the small files that are no text: one for each thing that a workbook or an archive can be.

    python tests/make_files.py

The bytes are the same on every run, so that a change in them is a change of ours.
"""

from __future__ import annotations

import gzip
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "files"
sys.path.insert(0, str(HERE))

from read.office import Broken, Cell, Day, archive, ods, ods_table, ole, xls, xlsx  # noqa: E402

HEADING: list[Cell] = ["Body Name", "Payment Date", "Supplier", "Supplier ID", "Postcode", "Amount"]
BODY = "Preston City Council"
CSV = (FOLDER / "preston.csv").read_bytes()


def april() -> list[list[Cell]]:
    """A title, an empty row, a heading, and payments with what only a workbook has in its cells."""
    return [
        ["Payments over £500, April 2024"],
        [],
        HEADING,
        [BODY, Day(45385), "Ribble Roofing Ltd", 100234.0, "PR1 2RL", 12000.1 + 0.2],
        [BODY, Day(45386.5), "Fylde Fencing Ltd", 100235.0, "FY4 1TJ", -250.0],
        [BODY, Day(45387), "Mersey Maintenance Ltd", "M-7", "L1 1JD", Broken("#REF!")],
    ]


def may() -> list[list[Cell]]:
    """One more month."""
    return [
        HEADING,
        [BODY, Day(45415), "Ribble Roofing Ltd", 100234.0, "PR1 2RL", 700.0],
        [BODY, Day(45416), "Aire Analytics Ltd", 100236.0, "LS1 1UR", 800.0],
    ]


SHEET = "xl/worksheets/s1.xml"
SUPPLIERS = ("Ribble Roofing Ltd", "Aire Analytics Ltd", "Wyre Council", "Lune Services Ltd")


def month(number: int) -> list[list[Cell]]:
    """A heading, and a payment on each of eight days of a month of 2024."""
    first = (date(2024, number, 1) - date(1899, 12, 30)).days
    return [
        ["Payment Date", "Supplier", "Net Amount"],
        *(
            list[Cell]([Day(first + n), SUPPLIERS[n % 4], 600.0 + 10 * number + n])
            for n in range(8)
        ),
    ]


def with_vat(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The same payments, half of them with VAT of a fifth."""
    heading, *payments = rows
    return [
        heading,
        *(
            [*row[:2], round(float(str(row[2])) * (1.2 if n % 2 else 1), 2)]
            for n, row in enumerate(payments)
        ),
    ]


def half_converted() -> list[list[Cell]]:
    """April 2024 as a program leaves it that reads 12/04/2024 as a day of December."""
    rows: list[list[Cell]] = [["Payment Date", "Supplier", "Net Amount"]]
    for n in range(1, 31):
        taken = Day((date(2024, n, 4) - date(1899, 12, 30)).days) if n <= 12 else None
        rows.append([taken or f"{n:02}/04/2024", SUPPLIERS[n % 4], 600.0 + n])
    return rows


def row_of(row: int, attributes: str, texts: list[str]) -> str:
    """The XML of a row of texts, from its first column on."""
    cells = "".join(
        f'<c r="{column}{row}" t="str"><v>{text}</v></c>'
        for column, text in zip("ABCD", texts, strict=False)
    )
    return f'<row r="{row}"{attributes}>{cells}</row>'


def folded_rows() -> str:
    """The XML of a sheet whose payments are folded away under the totals of their suppliers."""
    away = ' hidden="1" outlineLevel="1"'
    table = (
        ("", "Supplier", "Payment Date", "Net Amount"),
        (away, SUPPLIERS[0], "2024-05-03", "700.00"),
        (away, SUPPLIERS[0], "2024-05-04", "800.00"),
        (' collapsed="1"', f"{SUPPLIERS[0]} Total", "", "1500.00"),
        (away, SUPPLIERS[1], "2024-05-07", "900.00"),
        (' collapsed="1"', f"{SUPPLIERS[1]} Total", "", "900.00"),
        ("", "Grand Total", "", "2400.00"),
    )
    rows = "".join(
        row_of(row, outline, texts) for row, (outline, *texts) in enumerate(table, start=1)
    )
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def hidden_rows() -> str:
    """The XML of a sheet with a filter on: two of its four payments and a column are hidden."""
    cells = "".join(
        row_of(row, hidden, texts)
        for row, hidden, *texts in (
            (1, "", "Payment Date", "Supplier", "Internal Note", "Net Amount"),
            (2, "", "2024-05-03", SUPPLIERS[0], "", "700.00"),
            (3, ' hidden="1"', "2024-05-04", SUPPLIERS[1], "query", "800.00"),
            (4, ' hidden="1"', "2024-05-04", SUPPLIERS[2], "query", "900.00"),
            (5, "", "2024-05-07", SUPPLIERS[3], "", "1000.00"),
        )
    )
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<cols><col min="3" max="3" hidden="1"/></cols><sheetData>{cells}</sheetData></worksheet>'
    )


def shown_otherwise() -> str:
    """The XML of a sheet that shows more than its cells hold: merged cells, and a credit by its format.

    Its dates are plain numbers, which count from 1904.
    """
    first = (date(2024, 4, 3) - date(1904, 1, 1)).days
    rows = "".join(
        f'<row r="{row}"><c r="A{row}">{"" if row == 4 else f"<v>{first + row}</v>"}</c>'
        f'<c r="B{row}" t="str"><v>{"" if row == 4 else SUPPLIERS[row % 4]}</v></c>'
        f'<c r="C{row}" s="{int(row == 6)}"><v>{600 + row}.5</v></c></row>'
        for row in range(2, 8)
    )
    heading = "".join(
        f'<c r="{column}1" t="str"><v>{text}</v></c>'
        for column, text in zip("ABC", ("Payment Date", "Supplier", "Net Amount"), strict=True)
    )
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetData><row r="1">{heading}</row>{rows}</sheetData>'
        '<mergeCells count="2"><mergeCell ref="A3:A4"/><mergeCell ref="B3:B4"/></mergeCells></worksheet>'
    )


def formulas(worked_out: int = 0) -> str:
    """The XML of rows whose amounts are formulas, as openpyxl writes them: without their values."""
    head = ("Payment Date", "Supplier", "Gross", "VAT", "Net Amount")
    rows = ["".join(f'<c t="str"><v>{text}</v></c>' for text in head)]
    for n in range(3):
        value = f"<v>{(n + 1) * 1000}</v>" if n < worked_out else "<v/>"
        rows.append(
            f'<c t="str"><v>2024-05-0{n + 3}</v></c><c t="str"><v>{SUPPLIERS[n]}</v></c>'
            f"<c><v>{(n + 1) * 1200}</v></c><c><v>{(n + 1) * 200}</v></c>"
            f'<c r="E{n + 2}"><f>C{n + 2}-D{n + 2}</f>{value}</c>'
        )
    return "".join(f'<row r="{n}">{cells}</row>' for n, cells in enumerate(rows, 1))


def without_names(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The same, the suppliers blank from the third payment on, as in a ledger's raw export."""
    place = rows[0].index("Supplier")
    return [*rows[:3], *([*row[:place], None, *row[place + 1 :]] for row in rows[3:])]


def by_name() -> dict[str, bytes]:
    """Every file, by its name."""
    summary: list[list[Cell]] = [["Supplier", "Total Amount"], ["Ribble Roofing Ltd", 12700.3]]
    notes: list[list[Cell]] = [["Published under the Open Government Licence"]]
    april_1904 = [
        [Day(cell.serial - 1462) if isinstance(cell, Day) else cell for cell in row]
        for row in april()
    ]
    a_century_back = [
        [Day(cell.serial - 36525) if isinstance(cell, Day) else cell for cell in row]
        for row in month(4)
    ]
    no_heading = may()[1:] * 2
    contracts: list[list[Cell]] = [["Award Date", "Supplier", "Contract Value"]]
    contracts += [[Day(45415 + n), SUPPLIERS[n], 5000.5] for n in range(3)]
    corrections: list[list[Cell]] = [["Date", "Supplier", "Original Amount", "Amount"]]
    corrections += [[Day(45415 + n), SUPPLIERS[n], 100.0 + n, 90.0 + n] for n in range(4)]
    budgets: list[list[Cell]] = [["Date", "Supplier", "Budget"], *contracts[1:]]
    services: list[list[Cell]] = [HEADING, [BODY, Day(45443), "Various", None, None, 1500.0]]
    sums: list[list[Cell]] = [["Supplier", "Net Amount"]]
    sums += [[name, 2580.0 + 4 * n + 8] for n, name in enumerate(SUPPLIERS)]
    far_right = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    return {
        "april.xlsx": xlsx({"April": april(), "Summary": summary, "Notes": notes}),
        "april-1904.xlsx": xlsx({"April": april_1904}, from_1904=True),
        "a-century-back.xlsx": xlsx({"April 2024": a_century_back}),
        "april.xls": xls({"April": april(), "Old": notes}, hidden=["Old"]),
        "april.ods": ods(ods_table("April", may())),
        "workbook-named.csv": xlsx({"May": may()}),
        "months.xlsx": xlsx({"April": april()[2:], "May": may()}),
        "twice.xlsx": xlsx({"May": may() * 2, "May (2)": may() * 2}),
        "differing.xlsx": xlsx(
            {
                "Invoices": may(),
                "Cards": [["Date", "Merchant", "Net Amount"], [Day(45415), "Wyre", 5.0]],
            }
        ),
        "later-pages.xlsx": xlsx({"Page 1": may(), "Page 2": no_heading}),
        "contracts-beside.xlsx": xlsx({"May": may(), "Contracts": contracts}),
        "removed-beside.xlsx": xlsx({"May": may(), "Removed": may()[:1] + april()[3:4]}),
        "two-amounts-beside.xlsx": xlsx({"May": may(), "Corrections": corrections}),
        "budget-beside.xlsx": xlsx({"May": may(), "More": budgets}),
        "no-payments.xlsx": xlsx({"Notes": notes, "Codes": [["Code", "Meaning"], ["A", "Roads"]]}),
        "hidden.xlsx": xlsx({"May": may()}, hidden=["May"]),
        "hidden-beside.xlsx": xlsx({"Cover": notes, "May": may()}, hidden=["May"]),
        "hidden-rows.xlsx": xlsx({"May": ""}, changed={SHEET: hidden_rows()}),
        "folded-rows.xlsx": xlsx({"May": ""}, changed={SHEET: folded_rows()}),
        "shown-otherwise.xlsx": xlsx(
            {"April": ""},
            from_1904=True,
            formats=['#,##0.00" CR"'],
            changed={SHEET: shown_otherwise()},
        ),
        "euros.xlsx": xlsx(
            {"April": ""},
            from_1904=True,
            formats=["[$€-2] #,##0.00"],
            changed={SHEET: shown_otherwise()},
        ),
        "same-pounds.xlsx": xlsx({"May": may(), "Services": services}),
        "sums.xlsx": xlsx({"April": month(4), "May": month(5), "Suppliers": sums}),
        "formulas.xlsx": xlsx({"May": formulas()}),
        "some-formulas.xlsx": xlsx({"May": formulas(worked_out=2)}),
        "half-converted.xlsx": xlsx({"April": half_converted()}),
        "one-column.xlsx": xlsx({"May": [[line] for line in CSV.decode().splitlines()]}),
        "wrapped.csv": b"".join(b'"%s"\n' % line.replace(b'"', b'""') for line in CSV.splitlines()),
        "without-names.xlsx": xlsx({"Export": without_names(month(4)), "To publish": month(4)}),
        "with-vat.xlsx": xlsx({"Net": month(4), "Gross": with_vat(month(4))}),
        "perhaps-with-vat.xlsx": xlsx(
            {"Invoices": month(4), "Paid": with_vat(month(4))[:-1] + month(5)[1:2]}
        ),
        "to-come.xlsx": xlsx({"April": month(4), "May": month(5), "June": month(6)[:1]}),
        "year.xlsx": xlsx({"April": month(4), "May": month(5), "Year": month(4) + month(5)[1:]}),
        "payee-in-may.xlsx": xlsx(
            {"April": month(4), "May": [["Date", "Payee", "Net Amount"], *month(5)[1:]]}
        ),
        "no-cells.xlsx": xlsx({"Sheet1": []}),
        "too-wide.xlsx": xlsx({"Sheet1": far_right}),
        "stray-cell.xlsx": xlsx(
            {
                "Sheet1": '<row r="1"><c r="A1"><v>1</v></c></row>'
                '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
            }
        ),
        "rows-out-of-order.xlsx": xlsx(
            {"Sheet1": '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>'}
        ),
        "damaged.xlsx": xlsx(
            {"May": may()}, changed={"xl/worksheets/s1.xml": "<worksheet><sheetData>"}
        ),
        "cut-off.xlsx": xlsx({"May": may()})[:900],
        "binary.xlsb": archive({"xl/workbook.bin": b"\x83\x01\x00"}),
        "letter.docx": archive(
            {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
        ),
        "slides.pptx": archive({"ppt/presentation.xml": "<presentation/>"}),
        "letter.odt": ods("", mimetype="text"),
        "letter.doc": ole({"WordDocument": b"\xec\xa5"}),
        "locked.xls": xls({"May": may()}, encrypted=True),
        "locked.xlsx": ole({"EncryptionInfo": b"\4", "EncryptedPackage": b"\1"}),
        "no-office.xls": ole({"Something": b"else"}),
        "preston.csv.gz": gzip.compress(CSV, mtime=0),
        "preston.zip": archive({"data/preston.csv": CSV, "__MACOSX/data/._preston.csv": b"\0"}),
        "two.zip": archive({"april.csv": CSV, "may.csv": CSV}),
        "nothing.zip": archive({"folder/": b""}),
        "locked.zip": _locked(archive({"preston.csv": CSV})),
        "twice.csv.gz": gzip.compress(gzip.compress(CSV, mtime=0), mtime=0),
        "cut-off.csv.gz": gzip.compress(CSV, mtime=0)[:200],
        "bomb.csv.gz": _bomb(),
        "long-cell.csv.gz": gzip.compress(b'Supplier,Amount\n"' + b"x" * (1 << 21), mtime=0),
        "long-cell.xlsx": xlsx({"May": [*may(), ["x" * ((1 << 20) + 1)]]}),
        "empty-sheet.xlsx": xlsx({"May": may(), "June": []}),
        "many-sheets.xlsx": xlsx({f"Week {number}": notes for number in range(1, 15)}),
        "locked.ods": archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "",
                "META-INF/manifest.xml": "<manifest:encryption-data/>",
            }
        ),
        "many.zip": archive({f"week-{number}.csv": CSV for number in range(1, 13)}),
        "endless.zip": _endless(archive({"april.csv": CSV})),
        "empty.zip": archive({}),
        "april.csv.bz2": b"BZh9" + bytes(20),
        "april.csv.xz": b"\xfd7zXZ\x00" + bytes(20),
        "april.csv.zst": b"\x28\xb5\x2f\xfd" + bytes(20),
        "april.7z": b"7z\xbc\xaf\x27\x1c" + bytes(20),
        "april.rar": b"Rar!\x1a\x07\x00" + bytes(20),
        "april.arrow": b"ARROW1\0\0" + bytes(20),
        "april.wk1": b"\0\0\2\0\6\4" + bytes(20),
        "april.accdb": b"\0\1\0\0Standard ACE DB\0" + bytes(20),
        "april.slk": b"ID;PWXL;N;E\r\n",
        "april.dif": b"TABLE\r\n0,1\r\n",
        "april.dbf": b"\x03\x18\x04\x1e" + bytes(28) + b"SUPPLIER\0\0\0C" + bytes(20) + b"\r Wyre",
        "april.fods": b'<?xml version="1.0"?><office:document office:mimetype='
        b'"application/vnd.oasis.opendocument.spreadsheet"/>',
        "excel-4.xls": b"\x09\x04\x06\x00" + bytes(20),
        "april.sqlite": b"SQLite format 3\0" + bytes(20),
        "scan.png": b"\x89PNG\r\n\x1a\n" + bytes(20),
        "scan.jpg": b"\xff\xd8\xff\xe0" + bytes(20),
        "scan.gif": b"GIF89a" + bytes(20),
        "scan.tif": b"II*\0" + bytes(20),
        "fax.tif": b"MM\0*" + bytes(20),
        "slides.ppt": ole({"PowerPoint Document": b"\0"}),
        "enquiry.msg": ole({"__properties_version1.0": b"\0"}),
        "plan.vsdx": archive({"visio/document.xml": "<VisioDocument/>"}),
        "april.numbers": archive({"Index/Document.iwa": b"\0"}),
        "two-nuls.csv": b"Payment Date,Supplier,Net Amount\n2024-04-03,Ribble Roofing\0 Ltd,12000.00\n"
        b"2024-04-04,Aire Analytics\0 Ltd,2500.00\n",
        "two-postcode-tables.zip": archive(
            {"Data/ONSPD_MAY_2024_UK.csv": "pcds\n", "Data/ONSPD_NOV_2024_UK.csv": "pcds\n"}
        ),
        "damaged-postcodes.zip": _altered(archive({"Data/ONSPD_NOV_2024_UK.csv": "pcds"})),
    }


def _locked(content: bytes) -> bytes:
    """A zip archive whose first member claims to be encrypted."""
    locked = bytearray(content)
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    return bytes(locked)


def _altered(content: bytes) -> bytes:
    """A zip archive whose first member is not what its checksum was made of."""
    altered = bytearray(content)
    altered[14] ^= 1
    altered[altered.index(b"PK\x01\x02") + 16] ^= 1
    return bytes(altered)


def _endless(content: bytes) -> bytes:
    """A zip archive whose list of members claims to be 32 MB long."""
    end = content.index(b"PK\x05\x06") + 12
    return content[:end] + (32 << 20).to_bytes(4, "little") + content[end + 4 :]


def _bomb() -> bytes:
    """A gzip file of a heading and 65 MB of commas."""
    return gzip.compress(b"Supplier,Amount\n" + b"," * (65 << 20), mtime=0)


def main() -> None:
    """Write every file."""
    for name, content in by_name().items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
