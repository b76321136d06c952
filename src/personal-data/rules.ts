/** Why persons are kept, and by which law. Pure. */

/** Why a person must be kept: the law, and what it says in a few words. */
export const grounds = {
  accounting: {
    law: 'lag (2018:597) om kommunal bokföring och redovisning, 3 kap.',
    en: 'accounting information is kept until the end of the seventh year after the year that was booked',
    sv: 'räkenskapsinformation bevaras till och med det sjunde året efter det bokförda året'
  },
  unpaid: {
    law: 'förordning (EU) 2016/679, art. 17.3 b',
    en: 'payments are still to be made',
    sv: 'utbetalningar återstår'
  },
  recovery: {
    law: 'förordning (EU) 2016/679, art. 17.3 e',
    en: 'money is still asked back',
    sv: 'återkrav är öppna'
  },
  appeal: {
    law: 'kommunallagen (2017:725), 13 kap.; förvaltningslagen (2017:900), 44 §',
    en: 'decisions can still be appealed, or an appeal is not decided',
    sv: 'beslut kan ännu överklagas, eller ett överklagande är inte avgjort'
  },
  agreement: {
    law: 'förordning (EU) 2016/679, art. 17.3 b',
    en: 'agreements run, or may run',
    sv: 'avtal löper, eller kan löpa'
  },
  archive: {
    law: 'arkivlagen (1990:782), 10 §',
    en: 'the retention rule of the municipality keeps it longer',
    sv: 'kommunens gallringsregel bevarar den längre'
  }
} as const
export type Ground = keyof typeof grounds

/** Years after the year that was booked, through whose end accounting information is kept. */
export const YEARS_OF_ACCOUNTS = 7
/** Days from the notice in which a decision can be appealed (kommunallagen 13 kap. 5 §: three weeks). */
export const DAYS_OF_APPEAL = 21
/** Days from a decision whose notice is not registered: so long it may still be put up. */
export const DAYS_WITHOUT_NOTICE = 365
