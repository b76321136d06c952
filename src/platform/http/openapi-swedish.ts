import { info } from './openapi-info.ts'
import type { OpenapiDocument, Operation } from './openapi-operations.ts'
import { swedishOperations } from './openapi-swedish-operations.ts'
import { swedishParts } from './openapi-swedish-parts.ts'

/**
 * The document in Swedish: what it is about, its tags, what each operation does, its shared parameters and answers, and the properties
 * that are told most often; the other properties are in English. test/http/swedish-document.test.ts holds that no operation, tag,
 * shared parameter or answer is left out, and none is here that is gone.
 */

export const swedishInfo = {
  ...info,
  description: `Här håller kommuner reda på sina partnerskapsavtal och bidrag till civilsamhället: vem som beslutade vad, när, om hur mycket, till vem, och vad det blev av det. Varje kommun har sitt eget register, och alla adresser i det börjar med kommunkoden. Beslut och summor kan läsas så som de var kända vid en tidigare tidpunkt: ingenting försvinner.

**Så här används det.** Skicka API-nyckeln eller åtkomsttoken som \`Authorization: Bearer …\`. Fel är \`application/problem+json\` (RFC 9457), vars \`type\` är adressen till en sida som förklarar felet; de svaras på svenska eller engelska efter \`Accept-Language\`. Okända egenskaper och parametrar godtas inte. Varje representation har en ETag; den som ändrar något som finns skickar den som \`If-Match\`. Varje skrivning får ha en \`Idempotency-Key\` och skickas igen. Listor läses sida för sida med \`limit\` och \`cursor\`. Belopp är svenska kronor med högst två decimaler, datum är dagar, tidpunkter är UTC.

\`/health/live\`, \`/health/ready\` och \`/metrics\` ligger utanför API:et, på samma server.`,
  'x-limitations':
    'En sida i en lista har högst 1000 rader. Ett innehåll är högst 1 MiB, en fil som läses in högst 50 MiB, om installationen inte säger något annat. En återkallad nyckel kan fungera några sekunder till.'
}

/** The floors of the reference, by their English titles. */
export const swedishFloors: Record<string, { title: string; description: string }> = {
  'The register': {
    title: 'Registret',
    description: 'Vilka som beslutar, vad som kan sökas, och vad som har beslutats och överenskommits.'
  },
  Money: { title: 'Pengar', description: 'Vad som betalas ut, på vilka villkor, och vad som krävs tillbaka.' },
  'In bulk, and in sum': {
    title: 'I mängd och i summa',
    description: 'Filer som kommer in, siffror som går ut, och allt som har hänt.'
  },
  'Without a key': { title: 'Utan nyckel', description: 'Det som alla får läsa.' }
}

export const swedishTags: Record<string, string> = {
  municipalities: 'De kommuner vars register det är.',
  bodies: 'Nämnder, styrelser och förvaltningar: de som beslutar.',
  organisations: 'Föreningar, stiftelser och studieförbund: de som söker och tar emot.',
  schemes: 'Bidragsformer: vad som kan sökas.',
  budgets: 'Vad ett organ får bevilja ett år, för en bidragsform eller för alla.',
  'published-figures': 'Siffror som har publicerats, och som inte räknas med i någon summa.',
  targets: 'Mål för dem som beslutar, och hur de följdes upp.',
  applications: 'Vad någon sökte, och hur det gick.',
  decisions: 'Beslut och deras rader.',
  awards: 'Beviljade bidrag: vad beviljande beslutsrader ger.',
  agreements: 'Partnerskap och ramöverenskommelser: vad kommunen och andra har kommit överens om.',
  assignments: 'Uppdrag, föreslagna och givna.',
  reports: 'Uppföljning: vad som ska redovisas, och vad som har redovisats.',
  payments: 'Utbetalningsplaner, utbetalningar och attest.',
  'payment-runs': 'Betalningskörningar: utbetalningar som går till banken tillsammans.',
  recoveries: 'Återkrav: pengar som krävs tillbaka.',
  ledger: 'Huvudbokens poster, som varje summa består av. De läggs till och ändras aldrig.',
  'personal-data': 'Personuppgifter: hur länge de bevaras, radering och utdrag.',
  files: 'Filer: handlingar som förvaras här.',
  papers: 'Handlingar att lämna ut: brev och besked, som HTML och PDF.',
  'work-list': 'Arbetslistan: vad som är på gång, och vad det påminns om.',
  imports: 'Filer med beslut och poster, rad för rad.',
  exports: 'Hela tabeller, platta, för översikter och kalkylblad.',
  statistics: 'Summor och nyckeltal, lika med huvudboken på öret.',
  events: 'Händelser: allt som har gjorts, och av vem. Logg och ändringsflöde.',
  webhooks: 'Händelser som skickas till den som prenumererar.',
  public: 'Det som en kommun publicerar, för alla och utan nyckel.',
  about: 'Om API:et självt.'
}

/** What an operation does, by its operationId. */
export const swedishSummaries: Record<string, string> = {
  setConfidentiality: 'Sekretessbelägg en organisation, eller upphäv det',
  copyAgreement: 'Gör ett avtal utifrån ett annat',
  erasePerson: 'Radera en person',
  getPersonalData: 'Lämna ut vad som finns om en person',
  getRetentionRules: 'Visa hur länge personuppgifter bevaras',
  putRetentionRules: 'Ange hur länge personuppgifter bevaras',
  getApiInfo: 'Beskriv API:et',
  getCodeLists: 'Visa vad alla koder heter',
  getCodeList: 'Visa vad koderna i en lista heter',
  listMunicipalities: 'Lista kommuner',
  getMunicipality: 'Visa en kommun',
  putMunicipality: 'Registrera eller ersätt en kommun',
  listFeedEvents: 'Lista kommunernas händelser',
  getNationalTotals: 'Summera pengar över kommuner',
  getNationalGrantTotals: 'Summera bidrag över kommuner',
  listBodies: 'Lista organ',
  createBody: 'Registrera ett organ',
  getBody: 'Visa ett organ',
  updateBody: 'Ändra ett organ',
  withdrawBody: 'Dra tillbaka ett organ',
  getBodyLineage: 'Visa vad ett organ var förut och blev sedan',
  listOrganisations: 'Lista organisationer',
  createOrganisation: 'Registrera en organisation',
  getOrganisation: 'Visa en organisation',
  updateOrganisation: 'Ändra en organisation',
  withdrawOrganisation: 'Dra tillbaka en organisation',
  mergeOrganisation: 'Slå ihop en organisation med en annan',
  listOrganisationTwins: 'Lista troliga dubbletter',
  listOrganisationNames: 'Lista tidigare namn',
  createOrganisationName: 'Registrera ett tidigare namn',
  listMemberships: 'Lista medlemskap i paraplyorganisationer',
  createMembership: 'Registrera ett medlemskap i en paraplyorganisation',
  listContacts: 'Lista kontakter; deras uppgifter är personuppgifter och står inte i någon händelse',
  createContact: 'Registrera en kontakt; dess uppgifter är personuppgifter och står inte i någon händelse',
  listOrganisationDocuments: 'Lista organisationens handlingar',
  createOrganisationDocument: 'Registrera en av organisationens handlingar',
  listEligibilityStatements: 'Lista uppgifter om bidragsberättigande',
  createEligibilityStatement: 'Registrera en uppgift om bidragsberättigande',
  getEligibility: 'Visa om en organisation är bidragsberättigad en viss dag',
  getOrganisationName: 'Visa ett tidigare namn',
  updateOrganisationName: 'Ändra ett tidigare namn',
  withdrawOrganisationName: 'Dra tillbaka ett tidigare namn',
  getMembership: 'Visa ett medlemskap i en paraplyorganisation',
  updateMembership: 'Ändra ett medlemskap i en paraplyorganisation',
  withdrawMembership: 'Dra tillbaka ett medlemskap i en paraplyorganisation',
  getContact: 'Visa en kontakt',
  updateContact: 'Ändra en kontakt',
  withdrawContact: 'Dra tillbaka en kontakt',
  eraseContact: 'Radera en kontakts uppgifter',
  getOrganisationDocument: 'Visa en av organisationens handlingar',
  updateOrganisationDocument: 'Ändra en av organisationens handlingar',
  withdrawOrganisationDocument: 'Dra tillbaka en av organisationens handlingar',
  getEligibilityStatement: 'Visa en uppgift om bidragsberättigande',
  updateEligibilityStatement: 'Ändra en uppgift om bidragsberättigande',
  withdrawEligibilityStatement: 'Dra tillbaka en uppgift om bidragsberättigande',
  listSchemes: 'Lista bidragsformer',
  createScheme: 'Registrera en bidragsform',
  getScheme: 'Visa en bidragsform',
  updateScheme: 'Ändra en bidragsform',
  withdrawScheme: 'Dra tillbaka en bidragsform',
  pauseScheme: 'Pausa en bidragsform',
  closeScheme: 'Stäng en bidragsform',
  reopenScheme: 'Öppna en bidragsform',
  listSchemeStatuses: 'Lista en bidragsforms statusar',
  getSchemeOpen: 'Fråga om en bidragsform är öppen en viss dag',
  getSchemeLateDeduction: 'Fråga vad en sen ansökan förlorar',
  getSchemeDelegationLimits: 'Fråga hur långt delegationen räcker',
  listSchemeRuleVersions: 'Lista en bidragsforms regelversioner',
  createSchemeRuleVersion: 'Registrera en regelversion',
  listSchemeWindows: 'Lista en bidragsforms ansökningsperioder',
  createSchemeWindow: 'Registrera en ansökningsperiod',
  makeAgreements: 'Skapa en bidragsforms avtal',
  listApplications: 'Lista ansökningar',
  createApplication: 'Registrera en ansökan',
  getApplication: 'Visa en ansökan',
  updateApplication: 'Rätta en ansökan',
  withdrawApplication: 'Dra tillbaka registreringen av en ansökan',
  getApplicationByReference: 'Visa en ansökan med anroparens referens',
  receiveApplication: 'Ta emot en ansökan med anroparens referens',
  requestApplicationSupplement: 'Begär komplettering',
  completeApplication: 'Notera att en ansökan är komplett',
  decideApplication: 'Notera att en ansökan är beslutad',
  retractApplication: 'Notera att den sökande återtar sin ansökan',
  reopenApplication: 'Öppna en ansökan igen',
  getSchemeRuleVersion: 'Visa en regelversion',
  updateSchemeRuleVersion: 'Ändra en regelversion',
  withdrawSchemeRuleVersion: 'Dra tillbaka en regelversion',
  getSchemeWindow: 'Visa en ansökningsperiod',
  updateSchemeWindow: 'Ändra en ansökningsperiod',
  withdrawSchemeWindow: 'Dra tillbaka en ansökningsperiod',
  listBudgets: 'Lista budgetar',
  createBudget: 'Registrera en budget',
  getBudget: 'Visa en budget',
  updateBudget: 'Ändra en budget',
  withdrawBudget: 'Dra tillbaka en budget',
  getBudgetUse: 'Visa vad som är beviljat av en budget',
  listPublishedFigures: 'Lista publicerade siffror',
  createPublishedFigure: 'Registrera en publicerad siffra',
  getPublishedFigure: 'Visa en publicerad siffra',
  updatePublishedFigure: 'Ändra en publicerad siffra',
  withdrawPublishedFigure: 'Dra tillbaka en publicerad siffra',
  listTargets: 'Lista mål',
  createTarget: 'Registrera ett mål',
  getTarget: 'Visa ett mål',
  updateTarget: 'Ändra ett mål',
  withdrawTarget: 'Dra tillbaka ett mål',
  listTargetObservations: 'Lista uppföljningar av ett mål',
  createTargetObservation: 'Registrera en uppföljning av ett mål',
  getTargetAttainment: 'Fråga om ett mål är nått',
  getTargetObservation: 'Visa en uppföljning av ett mål',
  updateTargetObservation: 'Ändra en uppföljning av ett mål',
  withdrawTargetObservation: 'Dra tillbaka en uppföljning av ett mål',
  listPublicSchemes: 'Lista de bidragsformer som kan sökas',
  getPublicScheme: 'Visa en bidragsform som kan sökas',
  listPublicAgreements: 'Lista de avtal som är publicerade',
  getPublicGrants: 'Ett års bidrag enligt 360Giving',
  listSupplierPayments: 'Lista vad som betalades ut ett år',
  getCatalogue: 'Katalogen över det som är publicerat',
  listDecisions: 'Lista beslut',
  createDecision: 'Registrera ett beslut',
  getDecision: 'Visa ett beslut',
  updateDecision: 'Rätta ett beslut',
  withdrawDecision: 'Dra tillbaka ett beslut',
  createDecisionLine: 'Lägg till en rad i ett beslut',
  getDecisionByReference: 'Visa ett beslut med dess referens',
  putDecision: 'Registrera eller ersätt ett beslut med dess referens',
  reviseDecision: 'Registrera ett beslut som omprövar det här',
  annulDecision: 'Registrera att ett beslut upphävdes',
  confirmFinal: 'Bekräfta att ett beslut har fått laga kraft',
  retractFinal: 'Ta tillbaka en bekräftelse av laga kraft',
  lodgeAppeal: 'Registrera att ett beslut överklagades',
  listDecisionLines: 'Lista beslutsrader',
  getDecisionLine: 'Visa en beslutsrad',
  updateDecisionLine: 'Rätta en beslutsrad',
  withdrawDecisionLine: 'Dra tillbaka en beslutsrad',
  listAwards: 'Lista beviljade bidrag',
  getAward: 'Visa ett beviljat bidrag',
  createAgreement: 'Registrera ett avtal',
  listAgreements: 'Lista avtal',
  updateAgreement: 'Ändra ett avtal som inte är undertecknat',
  getAgreement: 'Visa ett avtal',
  getAgreementByReference: 'Visa ett avtal med din egen referens',
  putAgreement: 'Registrera eller ändra ett utkast med din egen referens',
  decideAgreement: 'Registrera att det är beslutat',
  signAgreement: 'Registrera underskrifter',
  signAgreementByReference: 'Registrera underskrifter med din egen referens',
  amendAgreement: 'Ändra det som är undertecknat',
  correctAgreement: 'Rätta det som registrerades fel',
  extendAgreement: 'Använd en rätt att förlänga',
  endAgreement: 'Registrera att det har upphört',
  terminateAgreement: 'Registrera att det upphör i förtid',
  discardAgreement: 'Förkasta ett utkast',
  withdrawAgreement: 'Dra tillbaka ett avtal som registrerades av misstag',
  listAgreementVersions: 'Lista ett avtals versioner',
  compareAgreementVersions: 'Jämför två versioner av ett avtal',
  getCommittedAmounts: 'Visa vad som är utfäst för ett år',
  getIndexedAmounts: 'Visa belopp efter en indexändring',
  listListEntries: 'Lista fokusområden, verksamhetsslag och målgrupper',
  createListEntry: 'Lägg till en post i en lista',
  getListEntry: 'Visa en post i en lista',
  withdrawListEntry: 'Ta bort en post ur sin lista',
  listStateAid: 'Lista statsstöd',
  createStateAid: 'Registrera vad ett bidrag är enligt reglerna om statsstöd',
  getStateAid: 'Visa statsstöd',
  updateStateAid: 'Ändra statsstöd',
  withdrawStateAid: 'Dra tillbaka statsstöd',
  registerStateAid: 'Registrera att stöd har anmälts till det centrala registret',
  getStateAidPosition: 'Visa hur mycket stöd av mindre betydelse ett företag har',
  listAppeals: 'Lista överklaganden',
  getAppeal: 'Visa ett överklagande',
  updateAppeal: 'Rätta ett överklagande',
  withdrawAppeal: 'Dra tillbaka registreringen av ett överklagande',
  recordAppealOutcome: 'Registrera hur ett överklagande avgjordes',
  listAssignments: 'Lista uppdrag',
  createAssignment: 'Registrera ett uppdrag',
  getAssignment: 'Visa ett uppdrag',
  updateAssignment: 'Rätta ett uppdrag',
  withdrawAssignment: 'Dra tillbaka registreringen av ett uppdrag',
  giveAssignment: 'Registrera att ett uppdrag gavs',
  declineAssignment: 'Registrera att ett uppdrag avslogs',
  completeAssignment: 'Registrera att ett uppdrag slutfördes',
  revokeAssignment: 'Registrera att ett uppdrag återkallades',
  listAssignmentReports: 'Lista återrapporter av ett uppdrag',
  reportAssignment: 'Registrera en återrapport av ett uppdrag',
  getAssignmentReport: 'Visa en återrapport',
  withdrawAssignmentReport: 'Dra tillbaka en återrapport',
  listReportRequirements: 'Lista vad som ska redovisas',
  createReportRequirement: 'Registrera vad som ska redovisas',
  getReportRequirement: 'Visa vad som ska redovisas',
  updateReportRequirement: 'Rätta vad som ska redovisas',
  withdrawReportRequirement: 'Dra tillbaka ett redovisningskrav',
  expectRequiredReports: 'Lägg upp de redovisningar som saknas',
  listReports: 'Lista redovisningar',
  createReport: 'Registrera en redovisning som inget kräver',
  getReport: 'Visa en redovisning',
  updateReport: 'Spara det som ska redovisas, eller flytta dess dag',
  withdrawReport: 'Dra tillbaka en redovisning',
  submitReport: 'Lämna in en redovisning',
  submitReportByReference: 'Lämna in en redovisning med din egen referens',
  returnReport: 'Återsänd en redovisning för komplettering',
  acceptReport: 'Godkänn en redovisning',
  revokeReportAcceptance: 'Ta tillbaka godkännandet av en redovisning',
  waiveReport: 'Efterge en redovisning',
  revokeReportWaiver: 'Ta tillbaka eftergiften av en redovisning',
  createPaymentPlan: 'Planera hur ett bidrag betalas ut',
  listPaymentPlans: 'Lista utbetalningsplaner',
  getPaymentPlan: 'Visa en utbetalningsplan',
  replanPayments: 'Planera om utbetalningar',
  cancelPaymentPlan: 'Makulera en utbetalningsplan',
  listPayments: 'Lista utbetalningar',
  getPayment: 'Visa en utbetalning',
  updatePayment: 'Ändra en utbetalning',
  cancelPayment: 'Makulera en utbetalning',
  withholdPayment: 'Håll inne en utbetalning',
  releasePayment: 'Frisläpp en utbetalning',
  checkPayment: 'Sakattestera en utbetalning',
  approvePayment: 'Beslutsattestera en utbetalning',
  revokePaymentCheck: 'Ta tillbaka en sakattest',
  revokePaymentApproval: 'Ta tillbaka en beslutsattest',
  checkPayments: 'Sakattestera många utbetalningar',
  approvePayments: 'Beslutsattestera många utbetalningar',
  returnPayment: 'Registrera att en utbetalning kom i retur från banken',
  reissuePayment: 'Betala ut på nytt det som kom i retur',
  recordPaidPayment: 'Registrera en utbetalning som betalades utan körning',
  getPaymentTrail: 'Visa en utbetalnings spår',
  listPayeeAccounts: 'Lista mottagares konton',
  createPayeeAccount: 'Registrera en mottagares konto',
  getPayeeAccount: 'Visa en mottagares konto',
  checkPayeeAccount: 'Registrera en kontroll av ett konto',
  withdrawPayeeAccount: 'Dra tillbaka en mottagares konto',
  getPaymentSettings: 'Visa vem som betalar och varifrån',
  putPaymentSettings: 'Ange vem som betalar och varifrån',
  listApprovalLimits: 'Lista beloppsgränser för attest',
  createApprovalLimit: 'Registrera en beloppsgräns för attest',
  getApprovalLimit: 'Visa en beloppsgräns',
  updateApprovalLimit: 'Ändra en beloppsgräns',
  withdrawApprovalLimit: 'Dra tillbaka en beloppsgräns',
  getCaller: 'Visa vem som frågar',
  listPaymentRuns: 'Lista betalningskörningar',
  collectPaymentRun: 'Samla ihop en betalningskörning',
  getPaymentRun: 'Visa en betalningskörning',
  listPaymentRunItems: 'Lista en körnings utbetalningar',
  lockPaymentRun: 'Lås en betalningskörning',
  removePaymentRunItem: 'Ta ut en utbetalning ur en körning',
  cancelPaymentRun: 'Avbryt en betalningskörning',
  exportPaymentRun: 'Exportera en betalningskörning',
  getPaymentRunFile: 'Hämta en betalningskörnings fil',
  listWorkItems: 'Lista vad som är på gång',
  listKeptFiles: 'Lista filer',
  createKeptFile: 'Spara en fil',
  getKeptFile: 'Visa en fil',
  withdrawKeptFile: 'Dra tillbaka en fil',
  getKeptFileContent: 'Hämta en fil',
  signKeptFile: 'Gör en kortlivad adress till en fil',
  getPaper: 'Gör en handling',
  getPaperTemplate: 'Visa vad en handling görs av',
  putPaperTemplate: 'Ersätt vad en handling görs av',
  getWorkListSettings: 'Visa vad det påminns om',
  putWorkListSettings: 'Ange vad det ska påminnas om',
  listRecoveries: 'Lista återkrav',
  createRecovery: 'Registrera ett återkrav',
  getRecovery: 'Visa ett återkrav',
  updateRecovery: 'Rätta ett återkrav',
  withdrawRecovery: 'Dra tillbaka ett återkrav',
  listRecoveryProposals: 'Lista vad som kan återkrävas',
  listOutstanding: 'Lista vad som återstår per organisation',
  recordRepayment: 'Registrera en återbetalning',
  setOffRecovery: 'Kvitta mot en kommande utbetalning',
  writeOffRecovery: 'Skriv av',
  withdrawRecoveryMovement: 'Ta tillbaka en händelse',
  importDecisions: 'Läs in nämndbeslut',
  listDecisionImports: 'Lista inläsningar',
  getDecisionImportTemplate: 'Hämta en fil att börja med',
  getDecisionImport: 'Visa en inläsning',
  cancelDecisionImport: 'Avbryt en inläsning',
  listDecisionImportRows: 'Visa hur det gick med varje rad',
  confirmPaymentRun: 'Bekräfta en körnings utbetalningar',
  listBankEntries: 'Lista bankposter som inget matchade',
  getBankEntry: 'Visa en bankpost',
  matchBankEntry: 'Matcha en bankpost med en utbetalning',
  dismissBankEntry: 'Lägg en bankpost åt sidan',
  listRecordImports: 'Lista inläsningar av poster',
  getRecordImportTemplate: 'Hämta en fil för poster att börja med',
  getRecordImport: 'Visa en inläsning av poster',
  listRecordImportRows: 'Visa hur det gick med varje post',
  importOrganisations: 'Läs in organisationer',
  importAgreements: 'Läs in avtal',
  importPayments: 'Läs in utbetalningar som redan är gjorda',
  importSchemes: 'Läs in bidragsformer',
  listLedgerEntries: 'Lista huvudbokens poster',
  getGrantTotals: 'Summera bidrag',
  getApplicationOutcomes: 'Visa hur det gick med ansökningar',
  getConsecutiveRecipients: 'Visa mottagare så många år i rad',
  getPaymentTotals: 'Summera pengar, från bidrag till utbetalning och tillbaka',
  getSeries: 'Visa ett nyckeltal',
  listFigureChanges: 'Lista vad som har ändrat siffror sedan en tidpunkt',
  listPeriodClosings: 'Lista stängda år',
  createPeriodClosing: 'Stäng ett år',
  withdrawPeriodClosing: 'Öppna ett stängt år igen',
  getPeriodClosing: 'Visa ett stängt år med dess siffror',
  exportTable: 'Hämta en tabell',
  listEvents: 'Lista kommunens händelser',
  listWebhookSubscriptions: 'Lista webhook-prenumerationer',
  createWebhookSubscription: 'Prenumerera på webhooks',
  getWebhookSubscription: 'Visa en webhook-prenumeration',
  updateWebhookSubscription: 'Ändra en webhook-prenumeration',
  withdrawWebhookSubscription: 'Dra tillbaka en webhook-prenumeration',
  pauseWebhookSubscription: 'Pausa webhooks',
  resumeWebhookSubscription: 'Återuppta webhooks',
  rotateWebhookSecret: 'Gör en ny hemlighet',
  testWebhookSubscription: 'Skicka en testhändelse',
  redeliverWebhooks: 'Skicka webhooks igen',
  listWebhookDeliveries: 'Lista en prenumerations leveranser',
  getByReference: 'Visa en post med dess referens',
  putByReference: 'Registrera eller ändra en post med dess referens',
  receiveBatch: 'Registrera och ändra många poster på en gång'
}

/** The summary of an operation: histories are alike for all records, and rows as CSV are those of another operation. */
export function swedishSummary(operationId: string): string | undefined {
  const own = swedishSummaries[operationId]
  if (own !== undefined) return own
  const plain = operationId.endsWith('Csv') ? swedishSummaries[operationId.slice(0, -'Csv'.length)] : undefined
  if (plain !== undefined) return `${plain}, som CSV`
  return operationId.endsWith('History') ? 'Lista vad som har gjorts med posten' : undefined
}

const ORDER =
  /^Order, (\w+) unless told; descending with a hyphen\. (?:A walk by (\w+)(?: or (\w+))? may meet .*|What is written .*)$/
const EXAMPLE = /\. Such as (`[^`]*`)$/

/** A description in Swedish; undefined where there is none. What is made of parts is translated part by part. */
export function swedishDescription(english: string): string | undefined {
  const [, example] = EXAMPLE.exec(english) ?? []
  const text = english.replace(EXAMPLE, '')
  const [, rows] = /^What (\w+) answers, all rows of it\.$/.exec(text) ?? []
  const swedish =
    swedishParts[text] ??
    swedishOperations[text] ??
    swedishOrder(text) ??
    (rows && `Det som ${rows} svarar, alla rader.`)
  return swedish && example ? `${swedish}. Till exempel ${example}` : swedish
}

function swedishOrder(english: string): string | undefined {
  const [found, usual, one, other] = ORDER.exec(english) ?? []
  if (!found) return undefined
  const order = `Ordning, ${usual} om inget annat anges; fallande med bindestreck.`
  if (!one) return `${order} Det som skrivs under tiden varken upprepar eller döljer rader.`
  const by = other ? `${one} eller ${other}` : one
  return `${order} Den som går efter ${by} kan möta en rad två gånger eller inte alls om det ändras under tiden; efter id (så som poster registrerades) händer det inte.`
}

/** The description of an operation: what it does, and below it the scopes that it demands. */
export function swedishOfOperation(english: string): string | undefined {
  const at = english.lastIndexOf('\n\n')
  const does = swedishDescription(english.slice(0, at))
  const demands = english
    .slice(at + 2)
    .replace('Open to everybody.', 'Öppet för alla.')
    .replace(/^Scope: /, 'Behörighet: ')
    .replace(/ by table\.$/, ' efter tabell.')
  return does && `${does}\n\n${demands}`
}

/** The value with Swedish in the place of each description that has it, however deep; examples are data, unless they are properties of that name. */
function described(value: unknown, within = ''): unknown {
  if (Array.isArray(value)) return value.map(each => described(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (/^examples?$/.test(name) && within !== 'properties') return [name, each]
      if (name === 'description' && typeof each === 'string') return [name, swedishDescription(each) ?? each]
      return [name, described(each, name)]
    })
  )
}

/** The document with its Swedish in the place of its English. */
export function inSwedish(document: OpenapiDocument): OpenapiDocument {
  const tags = document.tags.map(tag => ({ ...tag, description: swedishTags[tag.name] ?? tag.description }))
  const told = (operation: Operation): Operation => ({
    ...(described(operation) as Operation),
    summary: swedishSummary(operation.operationId) ?? operation.summary,
    description: swedishOfOperation(operation.description ?? '') ?? operation.description
  })
  const paths = Object.entries(document.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, told(operation)]))
  ])
  const components = described(document.components) as OpenapiDocument['components']
  return { ...document, info: swedishInfo, tags, paths: Object.fromEntries(paths), components }
}
