"""Every published file that we keep: each row and each penny accounted for.

The table was established with the naive reader beside this file, and by looking; the tests hold
the product to the table, and the table to the naive reader.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from naive_oracle import tell
from spendaudit.errors import InputError
from spendaudit.intake import Wanted, clean_files

if TYPE_CHECKING:
    from pathlib import Path

    from naive_oracle import Told
    from spendaudit.intake import Cleaned


class Account(NamedTuple):
    """What is in a file: rows by kind, pounds, first and last date, and its headings."""

    file: str
    encoding: str
    rows: int
    payments: int
    set_aside: int
    non_rows: dict[str, int]
    pounds: str
    first: str | None
    last: str | None
    undated: int
    supplier: str
    amount: str
    date: str | None


# fmt: off
ACCOUNTS = (
    Account("barts-health-nhs-trust/BART 01 - April.xlsx", "unicode", 239, 238, 0, {"heading": 1}, "48757844.82", "2020-04-03", "2020-04-30", 0, "Supplier", "Amount", "Payment Date"),
    Account("barts-health-nhs-trust/BART 09 - December.xls", "unicode", 213, 211, 0, {"heading": 1, "total": 1}, "60110413.54", "2020-12-02", "2020-12-24", 0, "Supplier", "Amount", "Payment Date"),
    Account("bedford-bc/Copy of Payments over Â£250_201601_Apr15 (2).csv", "utf-8", 3180, 3179, 0, {"heading": 1}, "28320900.19", "2012-08-02", "2015-12-31", 0, "SUPPLIER NAME", "AMOUNT", "TRANS DATE"),
    Account("bedford-bc/September Payments over Â£250 1 (2).csv", "cp1252", 3560, 3559, 0, {"heading": 1}, "22732314.35", "2012-07-29", "2016-09-01", 0, "Supplier Name", "Amount", "Trans.date"),
    Account("bedford-bc/September Payments over Â£250 1 (2).xls", "unicode", 3560, 3559, 0, {"heading": 1}, "22732314.35", "2012-07-29", "2016-09-01", 0, "Supplier Name", "Amount", "Trans.date"),
    Account("bradford-mdc/2018-01_clean.csv", "cp1252", 8539, 8538, 0, {"heading": 1}, "40044502.52", "2018-01-02", "2018-01-30", 0, "Supplier Name", "Net Amount", "Payment date"),
    Account("cabinet-office/CO-Transparency-data-May-2012.csv", "cp1252", 147, 96, 0, {"heading": 1, "blank": 49, "total": 1}, "39457031.96", "2012-05-01", "2012-05-31", 0, "Supplier", "Amount", "Date"),
    Account("cabinet-office/November_2013__25k_Transparency_Data.csv", "cp1252", 247, 137, 0, {"heading": 1, "blank": 109}, "45102769.47", "2013-11-01", "2013-11-29", 0, "Supplier", "Amount", "Date"),
    Account("cafcass/2010_april_cafcass_spend..csv", "cp1252", 19, 18, 0, {"heading": 1}, "416736.57", "2010-03-31", "2010-04-28", 0, "Supplier", "Amount", "Date"),
    Account("calderdale-mbc/2015-06.csv", "cp1252", 5296, 5295, 0, {"heading": 1}, "23960366.12", "2015-06-01", "2015-06-30", 0, "Supplier(Beneficiary) Name", "Net Amount", "Date"),
    Account("cefas/CEFAS-Over-25k-1209.csv", "cp1252", 12, 10, 0, {"heading": 1, "blank": 1}, "586366.53", "2012-09-07", "2012-09-21", 0, "Supplier", "Amount", "Date"),
    Account("cefas/cefas-over-25k-1007.csv", "utf-8", 11, 10, 0, {"heading": 1}, "475976.37", "2010-07-07", "2010-07-29", 0, "Supplier(T)", "Amount", "Pay date"),
    Account("consumer-council-for-water/ccwater-over-25k-1111.csv", "cp1252", 8, 1, 0, {"title": 1, "heading": 2, "blank": 4}, "29167.50", "2011-12-01", "2011-12-01", 0, "Supplier", "Amount", "Date paid"),
    Account("cqc/20120424_march_transparency_report.csv", "utf-8", 75, 74, 0, {"heading": 1}, "3286771.00", "2012-03-31", "2012-03-31", 0, "Supplier", "AP Amount", "Date"),
    Account("cqc/transparency_april_2010.csv", "utf-8", 64, 63, 0, {"heading": 1}, "4382556.42", "2010-04-09", "2010-04-30", 0, "Supplier", "Amount", "Date"),
    Account("darlington-bc/2010-07.csv", "utf-8", 4105, 4104, 0, {"heading": 1}, "19213253.07", "2010-07-01", "2010-07-01", 0, "Supplier", "Invoice Line Value (net of VAT)", "Date"),
    Account("darlington-bc/2013-03.csv", "cp1252", 4443, 4420, 0, {"title": 18, "heading": 1, "blank": 4}, "15711041.31", "2013-03-01", "2013-03-01", 0, "Supplier", "Invoice Line Value (net of VAT)", None),
    Account("darlington-bc/2017-04.csv", "cp1252", 2026, 2020, 0, {"title": 2, "heading": 1, "blank": 3}, "9635256.92", "2015-03-02", "2017-07-19", 0, "Supplier", "Invoice Line Value (net of VAT)", "Transaction Date"),
    Account("defra/Defra-Over-25k-1209.csv", "cp1252", 156, 154, 0, {"heading": 1, "blank": 1}, "175197815.78", "2012-09-04", "2012-09-28", 0, "Supplier", "Amount", "Date"),
    Account("defra/DefraOver25KJune2013.csv", "cp1252", 579, 578, 0, {"heading": 1}, "169656858.84", "2013-06-01", "2013-06-28", 0, "Supplier", "Amount", "Date"),
    Account("defra/over_£25K_november_2014.csv", "unicode", 614, 613, 0, {"heading": 1}, "206689021.00", "2014-11-03", "2014-11-28", 0, "Supplier", "Amount", "Date"),
    Account("department-for-transport/dft-monthly-spend-201210.csv", "cp1252", 8442, 8441, 0, {"heading": 1}, "1503657747.22", "2012-07-31", "2012-11-02", 0, "Supplier", "Sum of Amount", "Date"),
    Account("department-for-transport/dft-monthly-spend-201307.csv", "cp1252", 8394, 8393, 0, {"heading": 1}, "1205419083.25", "2013-04-02", "2013-09-07", 0, "Supplier", "Sum of Amount", "Date"),
    Account("department-of-health/_25k_January_Data.csv", "cp1252", 532, 531, 0, {"heading": 1}, "9760703769.00", "2017-01-01", "2017-01-31", 0, "Supplier", "Amount", "Date"),
    Account("devon-cc/DCCSpendingOver500_201103.csv", "utf-8", 9820, 9819, 0, {"heading": 1}, "38813154.99", "2011-03-01", "2011-03-31", 0, "Supplier Name", "Amount", "Date"),
    Account("devon-cc/DCCSpendingOver500_201908.csv", "utf-8 with BOM", 6056, 6055, 0, {"heading": 1}, "45975524.68", "2019-08-01", "2019-08-30", 0, "Supplier Name", "Amount", "Date"),
    Account("devon-cc/DCCSpendingOver500_202509.csv", "utf-8 with BOM", 1768, 1767, 0, {"heading": 1}, "42169086.44", "2025-09-01", "2025-09-30", 0, "Supplier name", "Amount", "Date"),
    Account("devon-cc/ProcurementCardTransactions_20211022to20220121.csv", "utf-8 with BOM", 5087, 5086, 0, {"heading": 1}, "368000.46", "2020-12-23", "2021-12-22", 0, "Benificiary (Merchant)", "Amount", "Transaction Date"),
    Account("dfid/July-2010.csv", "utf-8", 739, 738, 0, {"heading": 1}, "333944688.55", "2010-07-01", "2010-07-30", 0, "Supplier Name", "Amount", "Transaction Date"),
    Account("dft/april-2015-transparency-consolidated.csv", "cp1252", 8933, 8930, 0, {"heading": 1, "blank": 2}, "1913586927.72", "2014-06-18", "2015-10-04", 0, "Supplier", "Amount", "Date"),
    Account("dwp/dwp-payments-april10.csv", "utf-8", 23487, 23484, 0, {"heading": 2, "blank": 1}, "500502353.63", "2010-04-01", "2010-04-30", 0, "Supplier", "Amount", "Date"),
    Account("epsom-st-helier-nhs-trust/EPSH 02 - May.csv", "utf-8", 203, 202, 0, {"heading": 1}, "21980790.31", "2020-05-31", "2020-05-31", 0, "Supplier", "amount", "Date"),
    Account("epsrc/EPSRCSpendDataAug2016.csv", "utf-8", 2497, 1146, 7, {"heading": 1, "note": 1343}, "2221432.52", "2016-08-01", "2016-08-31", 0, "Supplier", "Amount", "Date"),
    Account("epsrc/EPSRCSpendDataDec2014.csv", "utf-8", 5128, 5118, 8, {"title": 1, "heading": 1}, "178130104.98", "2014-12-01", "2014-12-31", 0, "Supplier", "Amount", "Date"),
    Account("hammersmith-fulham-lbc/data.csv", "utf-8", 11, 10, 0, {"heading": 1}, "8500.47", "2010-01-01", "2010-01-01", 0, "paid_to", "amount", "date"),
    Account("hm-treasury/hmt_spend_over_25k_august_2013.csv", "cp1252", 40, 38, 0, {"heading": 1, "blank": 1}, "7314712.88", "2013-08-01", "2013-08-30", 0, "Supplier", "Amount", "Date"),
    Account("hm-treasury/transparency_october.csv", "utf-8", 68, 62, 0, {"heading": 2, "blank": 3, "note": 1}, "12546387.79", "2010-06-25", "2010-10-29", 0, "Supplier", "Amount", "Date"),
    Account("homerton-university-hospital-nhs-ft/HOME 10 - January.pdf.csv", "utf-8", 114, 107, 0, {"heading": 1, "blank": 6}, "10283738.34", "2021-01-31", "2021-01-31", 0, "Supplier", "Amount", "Date"),
    Account("hyndburn-bc/1703.csv", "cp850", 257, 256, 0, {"heading": 1}, "568545.31", "2017-03-01", "2017-03-30", 0, "Name", "Net Amount(£)", "Payment date"),
    Account("hyndburn-bc/1705.csv", "cp1252", 179, 178, 0, {"heading": 1}, "766376.54", "2017-04-20", "2017-05-31", 0, "Name", "Net Amount(£)", "Payment date"),
    Account("hyndburn-bc/1908.csv", "cp1252", 224, 223, 0, {"heading": 1}, "667772.29", "2019-07-12", "2019-08-31", 0, "Name", "Net Amount(£)", "Payment date"),
    Account("hyndburn-bc/December-2020.csv", "cp850", 592, 205, 0, {"heading": 1, "blank": 386}, "596535.17", "2020-11-17", "2020-12-31", 0, "Name", "Net Amount(£)", "Payment date"),
    Account("hyndburn-bc/February-2025-csv.csv", "cp1252", 906, 905, 0, {"heading": 1}, "8327612.49", "2025-02-04", "2025-02-27", 0, "Name:", "Amount Paid", "Payment Date"),
    Account("hyndburn-bc/October-2021-csv.csv", "cp1252", 690, 224, 0, {"heading": 1, "blank": 465}, "436960.25", "2021-09-17", "2021-10-31", 0, "Name", "Net Amount(£)", "Payment date"),
    Account("hyndburn-bc/Sept-25-CVS.csv", "cp1252", 586, 585, 0, {"heading": 1}, "9018715.60", "2025-09-02", "2025-09-30", 0, "Name:", "Amount Paid", "Payment Date"),
    Account("hyndburn-bc/September-2022.csv", "utf-8", 16, 14, 0, {"heading": 1, "blank": 1}, "14309.72", "2022-08-11", "2022-09-30", 0, "Name", "Net Amount", "Payment date"),
    Account("hyndburn-bc/SpendOver250Feb24.csv", "cp1252", 824, 569, 0, {"heading": 1, "blank": 254}, "2030035.04", "2024-01-15", "2024-02-27", 0, "Name", "Net Amount (£)", "Payment Date"),
    Account("intellectual-property-office/1511IPOpayments.csv", "utf-8", 2527, 1852, 0, {"heading": 1, "blank": 674}, "2692292.78", "2015-10-28", "2015-11-30", 0, "Supplier", "Amount", "Date"),
    Account("kingston-hospital-nhs-ft/KGST 06 - September.csv", "cp1252", 44, 43, 0, {"heading": 1}, "5160814.91", "2020-03-30", "2020-09-29", 0, "Supplier", "amount", "Date"),
    Account("kingston-hospital-nhs-ft/KGST 07 - October.csv", "cp1252", 57, 56, 0, {"heading": 1}, "4960264.16", "2020-03-21", "2020-10-23", 0, "Supplier", "Amount in Sterling £", "Date"),
    Account("lancashire-fire-rescue/fire-2022-23.xlsx", "unicode", 2910, 2908, 0, {"heading": 2}, "15094614.84", "2022-04-01", "2023-03-08", 0, "Supplier Name", "Amount", "Date"),
    Account("lancashire-fire-rescue/fire-2025-26-q2.xlsx", "unicode", 865, 864, 0, {"heading": 1}, "6459772.30", "2025-07-01", "2025-09-30", 0, "Supplier Name", "Amount", "Date"),
    Account("leeds-city-council/2011-09.csv", "utf-8", 65506, 9569, 0, {"heading": 1, "blank": 55936}, "85636646.06", "2011-08-01", "2011-09-30", 0, "Supplier name", "Net amount", "Date paid"),
    Account("leeds-city-council/2011-12.csv", "cp1252", 9964, 9953, 0, {"heading": 1, "blank": 9, "total": 1}, "78917710.50", "2011-10-17", "2011-12-30", 0, "Supplier name", "Net amount", "Date paid"),
    Account("leeds-city-council/2012-11.csv", "utf-8", 10051, 10050, 0, {"heading": 1}, "71558583.35", "2012-10-01", "2012-11-30", 0, "SupplierName", "NetAmount", "DatePaid"),
    Account("manchester-city-council/Manchester September 2014.xls", "cp1252", 3585, 3584, 0, {"heading": 1}, "67993711.65", "2014-09-01", "2014-09-30", 0, "Supplier Name", "Net Amount", "Invoice Payment Date"),
    Account("manchester-city-council/dec-2010.csv", "utf-8", 4097, 4096, 0, {"heading": 1}, "58676302.80", "2010-12-01", "2010-12-31", 0, "Supplier Name", "Amount", "Invoice Payment Date"),
    Account("manchester-city-council/december-2021.csv", "cp1252", 2662, 2661, 0, {"heading": 1}, "68237531.59", "2021-12-01", "2021-12-29", 0, "Supplier Name", "Net Amount", "Invoice Payment Date"),
    Account("manchester-city-council/february-2016.csv", "cp1252", 3430, 3429, 0, {"heading": 1}, "52967058.28", "2016-02-01", "2016-02-29", 0, "Supplier Name", "Net Amount", "Invoice Payment Date"),
    Account("manchester-city-council/jun-2012.csv", "utf-8", 2753, 2749, 0, {"heading": 1, "blank": 2, "total": 1}, "39048239.84", "2012-06-01", "2012-07-06", 0, "Supplier Name", "Net Amount", "Invoice Payment Date"),
    Account("ministry-of-justice/moj-aramis-data-sept-11.csv", "cp1252", 871, 869, 0, {"heading": 2}, "276904098.63", "2011-09-01", "2011-09-30", 0, "Supplier", "Amount", "Date"),
    Account("ministry-of-justice/moj-aramis-mar-12.csv.csv", "cp1252", 1812, 725, 0, {"title": 1, "heading": 1, "blank": 1085}, "340268659.64", "2012-03-01", "2012-03-30", 0, "Supplier", "Amount", "Date"),
    Account("monitor/Spend_over_25K_Feb_2014.csv", "utf-8", 26, 25, 0, {"heading": 1}, "2654747.00", "2014-02-04", "2014-02-27", 0, "Supplier", "Amount", "Date"),
    Account("network-rail/2021-01.csv", "utf-8", 2407, 2404, 0, {"heading": 1, "total": 1, "note": 1}, "474144404.59", "2021-01-02", "2021-01-30", 0, "Supplier Name", "Spend", "Invoice GL Date"),
    Account("nice/Transparency-of-Spend-over-25k-April-2014.csv", "cp1252", 59, 19, 0, {"heading": 1, "blank": 39}, "815578.39", "2014-04-30", "2014-04-30", 0, "Supplier", "Amount", "Date"),
    Account("north-central-london-ccg/NCL 01 - April.pdf.csv", "utf-8", 1524, 1523, 0, {"heading": 1}, "329039977.74", "2020-04-30", "2020-04-30", 0, "Supplier", "amount", "Date"),
    Account("north-middlesex-university-hospital/NMID 01 - April.xlsx", "unicode", 75, 74, 0, {"heading": 1}, "10803594.72", "2020-04-01", "2020-04-24", 0, "Supplier", "Amount", "Date Paid"),
    Account("oxford-city-council/expenditure-over-500-apr-jun-2014.csv", "utf-8", 3837, 3836, 0, {"heading": 1}, "14165887.28", None, None, 3836, "Supplier Name", "Amount", "Paid Date"),
    Account("oxford-city-council/expenditure-over-500-jan-mar-2018.csv", "utf-8", 1221, 1220, 0, {"heading": 1}, "4339765.85", "2018-01-03", "2018-01-30", 0, "Supplier Name", "Amount", "Paid Date"),
    Account("oxford-city-council/expenditure-over-500-jul-sep-2014.csv", "utf-8", 3650, 3649, 0, {"heading": 1}, "15146736.80", "2014-07-01", "2014-09-30", 0, "Supplier Name", "Amount", "Paid Date"),
    Account("oxford-city-council/procurement-card-spending-apr-jun-2017.csv", "utf-8", 654, 653, 0, {"heading": 1}, "105969.44", "2017-04-19", "2017-06-29", 0, "MCH.MERCHANT NAME", "FIN.TRANSACTION AMOUNT", "FIN.TRANSACTION DATE"),
    Account("scottish-government/spending_05_2010.csv", "utf-8", 920, 919, 0, {"heading": 1}, "2110954932.33", "2010-05-03", "2010-05-28", 0, "Payee", "Amount", "Date"),
    Account("sutton-coldfield-tc/Sutton-Coldfield-2016-17-expenditure.csv", "utf-8", 140, 139, 0, {"heading": 1}, "492339.00", "2016-07-04", "2017-03-31", 0, "Payee", "£ (net)", "Inv Date"),
    Account("tameside-mbc/Tameside September 2014.csv", "utf-8", 2224, 1247, 0, {"heading": 1, "blank": 976}, "26517993.52", "2014-09-01", "2014-09-29", 3, "Supplier Name", "Sum of Inv Amount", "Paid Date"),
    Account("tameside-mbc/payment-10.csv", "utf-8", 3131, 1679, 0, {"heading": 1, "blank": 1451}, "27884776.22", "2014-07-01", "2014-07-31", 3, "Supplier Name", "Sum of Inv Amount", "Paid Date"),
    Account("transport-for-london/2019-03.csv", "cp1252", 11582, 11580, 0, {"heading": 1, "total": 1}, "446806475.79", "2018-01-06", "2018-08-06", 0, "Vendor Name", "Amount (£)", "Clearing Date"),
    Account("waltham-forest-ccg/NEWF 03 - June.pdf.csv", "utf-8", 250, 249, 0, {"heading": 1}, "7217700.46", "2020-06-30", "2020-06-30", 11, "Supplier", "Amount", "Date"),
    Account("warwickshire-cc/all-december-2010.csv", "cp1252", 5282, 5278, 0, {"title": 2, "heading": 1, "blank": 1}, "28555218.50", "2010-12-02", "2010-12-29", 1, "Supplier Name", "Amount", "Payment Date"),
    Account("warwickshire-cc/all-feb-2014.csv", "cp1252", 5769, 5738, 3, {"title": 2, "heading": 2, "blank": 22, "note": 2}, "28779323.12", "2014-01-09", "2014-02-28", 1, "Supplier Name", "Amount", "Pay Date"),
    Account("warwickshire-cc/all-jan-2013.csv", "cp850", 5642, 5593, 0, {"title": 23, "heading": 1, "blank": 23, "note": 2}, "28176816.95", "2013-01-02", "2013-12-11", 0, "Supplier Name", "Amount", "Pay date"),
    Account("warwickshire-cc/all-october-2012.csv", "cp1252", 5129, 5128, 0, {"heading": 1}, "24697784.97", "2012-10-01", "2012-10-31", 3, "Supplier Name", "Amount", "Pay date"),
    Account("warwickshire-cc/p-card-march-2022.csv", "cp1252", 1478, 1477, 0, {"heading": 1}, "301228.60", "2022-03-01", "2022-03-31", 0, "Supplier", "Net Amount", "Date"),
    Account("windsor-maidenhead-rbc/file_with_extra_lines_at_top.csv", "cp1252", 23, 19, 0, {"title": 1, "heading": 1, "blank": 2}, "34135.36", "2010-02-01", "2010-03-31", 0, "Supplier Name", "Amount", "Updated"),
    Account("windsor-maidenhead-rbc/supplier_payments.csv", "utf-8", 30, 19, 0, {"heading": 1, "blank": 10}, "34135.36", "2010-02-01", "2010-03-31", 0, "Supplier  Name", "Amount", "Updated"),
    Account("windsor-maidenhead-rbc/wandm_supplier_payments_2009_q1.csv", "utf-8", 1609, 1608, 0, {"heading": 1}, "34573491.22", None, None, 1608, "Supplier Name", "Amount", None),
    Account("windsor-maidenhead-rbc/wandm_supplier_payments_2009_q4-2.csv", "utf-8", 5946, 5944, 0, {"heading": 1, "blank": 1}, "39185022.85", "2009-09-01", "2009-12-22", 0, "Supplier Name", "Amount", "Updated"),
    Account("windsor-maidenhead-rbc/wandm_supplier_payments_2009_q4.csv", "utf-8", 5945, 5944, 0, {"heading": 1}, "39185022.85", "2009-09-01", "2009-12-22", 0, "Supplier Name", "Amount", "Updated"),
    Account("windsor-maidenhead-rbc/wandm_supplier_payments_2010_q1.csv", "utf-8", 5731, 5097, 0, {"heading": 1, "blank": 633}, "30054067.30", "2010-01-04", "2010-03-31", 0, "Supplier Name", "Amount", "Updated"),
    Account("wirral-mbc-cheltenham-bc/spend.csv", "utf-8", 35114, 35108, 5, {"heading": 1}, "386192121.25", "2011-11-13", "2018-09-07", 0, "BeneficiaryName", "Amount", "PaymentDate"),
)
# fmt: on

MONTH_FIRST = {
    "cqc/transparency_april_2010.csv",
    "epsom-st-helier-nhs-trust/EPSH 02 - May.csv",
    "homerton-university-hospital-nhs-ft/HOME 10 - January.pdf.csv",
    "north-central-london-ccg/NCL 01 - April.pdf.csv",
    "windsor-maidenhead-rbc/wandm_supplier_payments_2009_q4-2.csv",
}
BOTH_ORDERS = {"dft/april-2015-transparency-consolidated.csv"}
"""Day first, and 57 dates of the same month that can only be month first."""
TWO_HEADING_ROWS = {"consumer-council-for-water/ccwater-over-25k-1111.csv"}
HEADING_LAST = {"hyndburn-bc/Sept-25-CVS.csv"}
DELIMITERS = {"cefas/cefas-over-25k-1007.csv": ";"}

PRINTED = {
    "barts-health-nhs-trust/BART 09 - December.xls": "60110413.54",
    "cabinet-office/CO-Transparency-data-May-2012.csv": "39457031.96",
    "leeds-city-council/2011-12.csv": "78917710.50",
    "manchester-city-council/jun-2012.csv": "39048239.84",
    "network-rail/2021-01.csv": "474144404.59",
    "transport-for-london/2019-03.csv": "446806475.79",
}

IN_OTHER_CURRENCIES = {
    "epsrc/EPSRCSpendDataAug2016.csv": "313031.45",
    "epsrc/EPSRCSpendDataDec2014.csv": "9388.10",
}
"""Euros and dollars, which are set aside without an amount in pounds."""

OF_ITS_TITLE = {"darlington-bc/2013-03.csv": "2013-03-01"}
"""`Mar-13` above the heading, and no column of dates."""

WEB_PAGE = " is a web page, not a table"
PAGES = ": sheet 'Page 2' has rows like payments, and no headings for the supplier and the amount"
REFUSED = {
    "darlington-bc/2016-04.csv": WEB_PAGE,
    "intellectual-property-office/1512IPOpayments.csv": WEB_PAGE,
    "ofwat/prs_dat_transactions201202.csv": WEB_PAGE,
    "sutton-coldfield-tc/Payments-in-excess-of-2016-17_TOCLEAN.xlsx": PAGES,
    "sutton-coldfield-tc/Payments-over-250-2017-18-Q1.xlsx": PAGES,
}

each_file = pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.file)


BY_FILE = {account.file: account for account in ACCOUNTS}


@cache
def cleaned(file: str, shared: Path) -> Cleaned:
    return clean_files([shared / "spend" / file])


@cache
def told(file: str, shared: Path) -> Told:
    """What the naive reader says."""
    account = BY_FILE[file]
    return tell(
        shared / "spend" / file,
        (account.supplier, account.amount, account.date),
        encoding=account.encoding,
        delimiter=DELIMITERS.get(file, ","),
        month_first=file in MONTH_FIRST,
        both_orders=file in BOTH_ORDERS,
        heading_rows=2 if file in TWO_HEADING_ROWS else 1,
        heading_last=file in HEADING_LAST,
    )


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@each_file
def test_every_row_of_a_real_file_is_accounted_for(account: Account, shared: Path) -> None:
    found = cleaned(account.file, shared).files[0]
    assert (found.rows, found.payments, found.set_aside, found.non_rows) == account[2:6]
    assert found.payments + found.set_aside + sum(found.non_rows.values()) == found.rows
    assert found.total == Decimal(account.pounds)


@each_file
def test_a_real_file_is_understood_as_a_reader_of_it_would(account: Account, shared: Path) -> None:
    found = cleaned(account.file, shared)
    columns = found.files[0].columns
    assert found.files[0].encoding == account.encoding
    assert (columns["supplier"], columns["amount"], columns.get("date")) == account[-3:]
    paid_on = found.payments["paid_on"]
    assert (paid_on.min(), paid_on.max()) == (day(account.first), day(account.last))
    assert paid_on.null_count() == account.undated


@each_file
def test_the_naive_reader_finds_the_same_payments_in_the_same_order(
    account: Account, shared: Path
) -> None:
    naive = told(account.file, shared)
    assert (naive.rows, naive.payments, naive.set_aside, naive.non_rows) == account[2:6]
    payments = cleaned(account.file, shared).payments
    ours = [
        ("".join((supplier or "").split()), Decimal(pence) / 100)
        for supplier, pence in payments.select("supplier", "pence").iter_rows()
    ]
    assert ours == [("".join(supplier.split()), pounds) for supplier, pounds in naive.paid]
    days = [paid_on for paid_on in payments["paid_on"] if paid_on]
    title = [date.fromisoformat(OF_ITS_TITLE[account.file])] if account.file in OF_ITS_TITLE else []
    assert days == (naive.dates or title * len(naive.paid))


@each_file
def test_every_pound_under_the_heading_is_a_payment_or_set_aside_or_a_total(
    account: Account, shared: Path
) -> None:
    found = cleaned(account.file, shared)
    naive = told(account.file, shared)
    under_the_heading = naive.pounds + naive.pounds_set_aside + sum(naive.printed_totals)
    in_pence = int(found.payments["pence"].sum()) + int(found.set_aside["pence"].sum())
    totals = sum(total.printed for total in found.control_totals[found.files[0].name])
    other = Decimal(IN_OTHER_CURRENCIES.get(account.file, "0"))
    assert under_the_heading == Decimal(in_pence) / 100 + totals + other


@pytest.mark.parametrize("file", PRINTED)
def test_a_total_printed_in_a_real_file_equals_ours_to_the_penny(file: str, shared: Path) -> None:
    found = cleaned(file, shared)
    (total,) = found.control_totals[found.files[0].name]
    assert total.agrees
    assert total.printed == found.files[0].total == Decimal(PRINTED[file])


def test_the_same_quarter_day_first_and_month_first_gives_identical_payments(shared: Path) -> None:
    stem = "windsor-maidenhead-rbc/wandm_supplier_payments_2009_q4"
    day_first = cleaned(f"{stem}.csv", shared).payments.drop("file", "line")
    month_first = cleaned(f"{stem}-2.csv", shared).payments.drop("file", "line")
    assert day_first.equals(month_first)


def test_a_month_published_as_workbook_and_as_text_gives_identical_payments(shared: Path) -> None:
    stem = "bedford-bc/September Payments over Â£250 1 (2)"
    as_workbook = cleaned(f"{stem}.xls", shared).payments.select("line", "supplier", "pence")
    as_text = cleaned(f"{stem}.csv", shared).payments.select("line", "supplier", "pence")
    assert as_workbook.equals(as_text)


def test_one_named_page_of_a_converted_document_is_read(shared: Path) -> None:
    path = shared / "spend" / "sutton-coldfield-tc" / "Payments-over-250-2017-18-Q1.xlsx"
    (found,) = clean_files([path], Wanted(sheets=["Page 1"])).files
    assert found.payments + found.set_aside + sum(found.non_rows.values()) == found.rows == 47
    assert found.notices[0] == "sheet read: 'Page 1' (47 rows); not read: 'Page 2' (35 rows)"


@pytest.mark.parametrize("file", REFUSED)
def test_a_real_file_that_is_no_table_of_payments_is_refused_by_what_it_is(
    file: str, shared: Path
) -> None:
    path = shared / "spend" / file
    with pytest.raises(InputError) as refusal:
        clean_files([path])
    assert refusal.value.found == f"{path}{REFUSED[file]}"
    assert refusal.value.try_next


def test_the_table_names_every_file_that_we_keep(shared: Path) -> None:
    kept = {
        str(path.relative_to(shared / "spend"))
        for path in (shared / "spend").rglob("*")
        if path.is_file() and path.name != "index.csv"
    }
    assert {account.file for account in ACCOUNTS} | REFUSED.keys() == kept
