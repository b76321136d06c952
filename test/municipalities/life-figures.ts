/**
 * What the totals are to be, computed by hand; kronor. Instalments of a quarter, from 2023: 110 000 (Brottsofferjouren) +
 * 20 000 (Future Teens) + 37 500 (Länkarna) + 95 000 (Kvinnojouren) + 50 833.33 (Ungdomsjouren, a quarter of 203 333.33;
 * the last 50 833.34) + 95 000 (Manscentrum) + 12 500 (Revansch) + 37 500 (Attention and Vuxenskolan) = 458 333.33.
 * In 2024 Kvinnojouren has 393 200 for 380 000, 98 300 a quarter: 461 633.33.
 */
const zero = {
  ...{
    granted: 0,
    reserved: 0,
    planned: 0,
    payable: 0,
    held: 0,
    checked: 0,
    approved: 0,
    recorded: 0,
    paid: 0,
    returned: 0
  },
  ...{ claimed: 0, recovered: 0, writtenOff: 0, outstanding: 0, unknownCount: 0 }
}
const come = (amount: number) => ({ planned: amount, checked: amount, approved: amount, paid: amount })
const noBudget = { budgeted: null, unspentOfBudget: null }
const ofGrant = (year: number, unspentOfBudget: number) => ({
  year,
  yearTo: null,
  budgeted: 2_000_000,
  unspentOfBudget
})
const ofPayment = (year: number | null) => ({ year, unpaidOfGranted: null, ...noBudget })

const paid2022 = { ...zero, granted: 1_830_000, ...come(1_830_000), unpaidOfGranted: 0, ...ofGrant(2022, 170_000) }

/** As it was closed on 2023-02-01. */
export const closed2022 = paid2022

/**
 * Corrected to 444 000.50 for Brottsofferjouren: 4 000.50 more, paid in 2023. Of Future Teens 7 000.50 was asked back and
 * set off; unspent of 2 000 000 are 2 000 000 - 1 834 000.50 + 7 000.50.
 */
const corrected2022 = {
  ...{ ...zero, granted: 1_834_000.5, ...come(1_834_000.5), claimed: 7_000.5, recovered: 7_000.5 },
  ...{ unpaidOfGranted: 0, ...ofGrant(2022, 173_000) }
}
/** Payable: the first quarter, and all of Länkarna, who wait for no report to be accepted: 458 333.33 + 3 × 37 500. */
const planned2023 = {
  ...{ ...zero, granted: 1_833_333.33, planned: 1_833_333.33, payable: 570_833.33, held: 1_262_500 },
  ...{ unpaidOfGranted: 1_833_333.33, ...ofGrant(2023, 2_000_000) }
}
/** Revansch's 12 500 came back and was paid again. */
const paid2023 = {
  ...{ ...zero, granted: 1_833_333.33, ...come(1_833_333.33), paid: 1_845_833.33, returned: 12_500 },
  ...{ unpaidOfGranted: 0, ...ofGrant(2023, 166_666.67) }
}
const planned2024 = {
  ...{ ...zero, granted: 1_846_533.33, planned: 1_846_533.33, payable: 574_133.33, held: 1_272_400 },
  ...{ unpaidOfGranted: 1_846_533.33, ...ofGrant(2024, 2_000_000) }
}
/** Ungdomsjouren's last instalment, 50 833.34, is withheld. */
const paid2024 = {
  ...{ ...zero, granted: 1_846_533.33, ...come(1_795_699.99), planned: 1_846_533.33, held: 50_833.34 },
  ...{ unpaidOfGranted: 50_833.34, ...ofGrant(2024, 204_300.01) }
}

/** Rows at the end of each year, by the year that grants are for. */
export const byGrantYear: Record<number, object[]> = {
  2022: [paid2022, planned2023, { ...zero, unpaidOfGranted: 0, ...ofGrant(2024, 2_000_000) }],
  2023: [corrected2022, paid2023, planned2024],
  2024: [corrected2022, paid2023, paid2024]
}

const moved2022 = { ...zero, ...come(1_830_000), ...ofPayment(2022) }
/** 1 833 333.33 and 4 000.50 of 2022; 12 500 was paid twice and came back once. */
const moved2023 = {
  ...{ ...zero, ...come(1_837_333.83), paid: 1_849_833.83, returned: 12_500, claimed: 7_000.5, recovered: 7_000.5 },
  ...ofPayment(2023)
}
const due = ({ planned, checked, approved, paid, payable, held }: typeof paid2024, year: number) => ({
  ...{ ...zero, planned, checked, approved, paid, payable, held, ...ofPayment(year) }
})

/** The same by the year in which the money moves, or is due to; what is granted is of no such year. */
export const byPaymentYear: Record<number, object[]> = {
  2022: [moved2022, due(planned2023, 2023), { ...zero, granted: 3_663_333.33, ...ofPayment(null) }],
  2023: [moved2022, moved2023, due(planned2024, 2024), { ...zero, granted: 5_513_867.16, ...ofPayment(null) }],
  2024: [moved2022, moved2023, due(paid2024, 2024), { ...zero, granted: 5_513_867.16, ...ofPayment(null) }]
}

/** By the year of the decision, at the end of 2024. */
export const byDecisionYear = [corrected2022, paid2023, paid2024].map(({ yearTo: _, ...row }, at) => ({
  ...{ ...row, year: 2021 + at, ...noBudget }
}))

/** What was recorded of 2022 after it was closed. */
export const adjustments2022 = {
  ...{ granted: 4_000.5, planned: 4_000.5, checked: 4_000.5, approved: 4_000.5, paid: 4_000.5 },
  ...{ claimed: 7_000.5, recovered: 7_000.5 }
}
