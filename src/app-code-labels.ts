import type { codes } from './app-codes.ts'
import type { Text } from './base/language.ts'
import { type EventType, eventTypes } from './platform/events/types.ts'

/**
 * What people are shown for the lists of codes and for their codes, in the words of the field (docs/domain.md). The type is made of
 * the lists as the rooms declare them, so that a code without a label, and a label without a code, do not compile.
 */

/** The list in Swedish (its English is its description in the contract), and a label for each of its codes. */
type Labels = {
  [Name in keyof typeof codes]: { sv: string; labels: Record<(typeof codes)[Name]['values'][number], Text> }
}

type NounOf<Type> = Type extends `${infer Noun}.${string}` ? Noun : never
type VerbOf<Type> = Type extends `${string}.${infer Verb}` ? Verb : never

const nouns: Record<NounOf<EventType>, Text> = {
  municipality: { en: 'Municipality', sv: 'Kommun' },
  file: { en: 'File', sv: 'Fil' },
  body: { en: 'Body', sv: 'Organ' },
  organisation: { en: 'Organisation', sv: 'Organisation' },
  organisationName: { en: 'Former name', sv: 'Tidigare namn' },
  organisationDocument: { en: 'Document of an organisation', sv: 'Organisationshandling' },
  contact: { en: 'Contact', sv: 'Kontakt' },
  eligibility: { en: 'Eligibility', sv: 'Bidragsberättigande' },
  membership: { en: 'Membership', sv: 'Medlemskap' },
  scheme: { en: 'Scheme', sv: 'Bidragsform' },
  schemeRuleVersion: { en: 'Rule version', sv: 'Regelversion' },
  schemeWindow: { en: 'Application window', sv: 'Ansökningsperiod' },
  budget: { en: 'Budget', sv: 'Budget' },
  publishedFigure: { en: 'Published figure', sv: 'Publicerad siffra' },
  target: { en: 'Target', sv: 'Mål' },
  targetObservation: { en: 'Observation of a target', sv: 'Måluppföljning' },
  application: { en: 'Application', sv: 'Ansökan' },
  decision: { en: 'Decision', sv: 'Beslut' },
  decisionLine: { en: 'Decision line', sv: 'Beslutsrad' },
  stateAid: { en: 'State aid', sv: 'Statsstöd' },
  appeal: { en: 'Appeal', sv: 'Överklagande' },
  assignment: { en: 'Assignment', sv: 'Uppdrag' },
  assignmentReport: { en: 'Report back', sv: 'Återrapport' },
  agreement: { en: 'Agreement', sv: 'Avtal' },
  listEntry: { en: 'Entry of a list', sv: 'Listpost' },
  reportRequirement: { en: 'Report requirement', sv: 'Redovisningskrav' },
  report: { en: 'Report', sv: 'Redovisning' },
  paymentSettings: { en: 'Payment settings', sv: 'Betalningsuppgifter' },
  payeeAccount: { en: 'Account of a payee', sv: 'Mottagarkonto' },
  approvalLimit: { en: 'Limit of attestation', sv: 'Beloppsgräns för attest' },
  paymentPlan: { en: 'Payment plan', sv: 'Utbetalningsplan' },
  payment: { en: 'Payment', sv: 'Utbetalning' },
  paymentRun: { en: 'Payment run', sv: 'Betalningskörning' },
  bankEntry: { en: 'Entry of the bank', sv: 'Bankpost' },
  recovery: { en: 'Recovery', sv: 'Återkrav' },
  paperTemplate: { en: 'Template of a paper', sv: 'Mall för en handling' },
  workListSettings: { en: 'Settings of the work list', sv: 'Arbetslistans inställningar' },
  periodClosing: { en: 'Closed year', sv: 'Stängt år' },
  retentionRules: { en: 'Retention rules', sv: 'Gallringsregler' },
  webhookSubscription: { en: 'Webhook subscription', sv: 'Webhook-prenumeration' }
}

const verbs: Record<VerbOf<EventType>, Text> = {
  created: { en: 'created', sv: 'registrerades' },
  updated: { en: 'changed', sv: 'ändrades' },
  registered: { en: 'registered', sv: 'registrerades i det centrala registret' },
  withdrawn: { en: 'withdrawn', sv: 'drogs tillbaka' },
  merged: { en: 'merged into another', sv: 'slogs ihop med en annan' },
  madeConfidential: { en: 'made confidential', sv: 'sekretessbelades' },
  confidentialityEnded: { en: 'no longer confidential', sv: 'sekretessen upphörde' },
  personErased: { en: 'person erased', sv: 'personen raderades' },
  erased: { en: 'erased', sv: 'raderades' },
  addressed: { en: 'given a short-lived address', sv: 'fick en kortlivad adress' },
  paused: { en: 'paused', sv: 'pausades' },
  closed: { en: 'closed', sv: 'stängdes' },
  reopened: { en: 'opened again', sv: 'öppnades igen' },
  supplementRequested: { en: 'supplement requested', sv: 'komplettering begärdes' },
  completed: { en: 'completed', sv: 'blev komplett eller slutfördes' },
  decided: { en: 'decided', sv: 'avgjordes' },
  retracted: { en: 'taken back by the applicant', sv: 'återtogs av den sökande' },
  revised: { en: 'revised', sv: 'omprövades' },
  annulled: { en: 'annulled', sv: 'upphävdes' },
  confirmedFinal: { en: 'confirmed as final', sv: 'laga kraft bekräftades' },
  finalRetracted: { en: 'confirmation of finality taken back', sv: 'bekräftelsen av laga kraft togs tillbaka' },
  lodged: { en: 'lodged', sv: 'kom in' },
  given: { en: 'given', sv: 'gavs' },
  declined: { en: 'declined', sv: 'avslogs' },
  revoked: { en: 'revoked', sv: 'återkallades' },
  signatureRecorded: { en: 'signature recorded', sv: 'en underskrift registrerades' },
  signed: { en: 'signed', sv: 'undertecknades' },
  amended: { en: 'amended', sv: 'ändrades genom tilläggsavtal' },
  corrected: { en: 'corrected', sv: 'rättades' },
  extended: { en: 'extended', sv: 'förlängdes' },
  ended: { en: 'ended', sv: 'upphörde' },
  terminated: { en: 'terminated before time', sv: 'sades upp' },
  discarded: { en: 'draft discarded', sv: 'utkastet förkastades' },
  expected: { en: 'expected', sv: 'väntas' },
  moved: { en: 'moved to another day', sv: 'flyttades till en annan dag' },
  submitted: { en: 'submitted', sv: 'lämnades in' },
  returned: { en: 'sent back', sv: 'skickades tillbaka' },
  accepted: { en: 'accepted', sv: 'godkändes' },
  acceptanceRevoked: { en: 'acceptance taken back', sv: 'godkännandet togs tillbaka' },
  waived: { en: 'waived', sv: 'eftergavs' },
  waiverRevoked: { en: 'waiver taken back', sv: 'eftergiften togs tillbaka' },
  replanned: { en: 'planned anew', sv: 'planerades om' },
  cancelled: { en: 'cancelled', sv: 'makulerades eller avbröts' },
  planned: { en: 'planned', sv: 'planerades' },
  bankChecked: { en: 'checked with the bank', sv: 'kontrollerades hos banken' },
  checked: { en: 'checked', sv: 'sakattesterades' },
  checkRevoked: { en: 'check taken back', sv: 'sakattesten togs tillbaka' },
  approved: { en: 'approved', sv: 'beslutsattesterades' },
  approvalRevoked: { en: 'approval taken back', sv: 'beslutsattesten togs tillbaka' },
  withheld: { en: 'withheld', sv: 'hölls inne' },
  released: { en: 'released', sv: 'frisläpptes' },
  ordered: { en: 'ordered from the bank', sv: 'lämnades till betalning' },
  unordered: { en: 'no longer ordered', sv: 'togs tillbaka från betalning' },
  paid: { en: 'paid', sv: 'betalades' },
  recordedPaid: { en: 'recorded as paid', sv: 'registrerades som betald' },
  rejected: { en: 'rejected by the bank', sv: 'avvisades av banken' },
  vouchered: { en: 'voucher recorded', sv: 'fick sitt verifikationsnummer' },
  reissued: { en: 'issued anew', sv: 'betalades ut på nytt' },
  setOff: { en: 'set off', sv: 'kvittades' },
  setOffWithdrawn: { en: 'set-off taken back', sv: 'kvittningen togs tillbaka' },
  collected: { en: 'collected', sv: 'samlades ihop' },
  itemRemoved: { en: 'payment taken out', sv: 'en utbetalning togs ut' },
  locked: { en: 'locked', sv: 'låstes' },
  exported: { en: 'exported', sv: 'exporterades' },
  confirmed: { en: 'confirmed', sv: 'bekräftades' },
  amountCorrected: { en: 'amount corrected', sv: 'beloppet rättades' },
  repaymentRecorded: { en: 'repayment recorded', sv: 'en återbetalning registrerades' },
  writtenOff: { en: 'written off', sv: 'skrevs av' },
  movementWithdrawn: { en: 'movement taken back', sv: 'en händelse togs tillbaka' },
  secretRotated: { en: 'secret rotated', sv: 'hemligheten byttes' },
  resumed: { en: 'resumed', sv: 'återupptogs' },
  disabled: { en: 'disabled', sv: 'stängdes av' },
  recorded: { en: 'recorded', sv: 'noterades' },
  matched: { en: 'matched', sv: 'matchades' },
  dismissed: { en: 'dismissed', sv: 'lades åt sidan' },
  dueInThirtyDays: { en: 'reminder: due within thirty days', sv: 'påminnelse: ska lämnas inom trettio dagar' },
  dueInSevenDays: { en: 'reminder: due within seven days', sv: 'påminnelse: ska lämnas inom sju dagar' },
  overdue: { en: 'reminder: overdue', sv: 'påminnelse: försenad' },
  endReminded: { en: 'reminder that it ends', sv: 'påminnelse om att det upphör' },
  noticeReminded: { en: 'reminder of the last day to give notice', sv: 'påminnelse om sista dag för uppsägning' },
  openingReminded: { en: 'reminder that it opens', sv: 'påminnelse om att den öppnar' },
  closingReminded: { en: 'reminder that it closes', sv: 'påminnelse om att den stänger' },
  expiryReminded: { en: 'reminder that it expires', sv: 'påminnelse om att giltigheten går ut' },
  reportingReminded: { en: 'reminder to report it to the body', sv: 'påminnelse om att anmäla det till nämnden' },
  reviewTimeReminded: {
    en: 'reminder that the time to ask for legality review ends',
    sv: 'påminnelse om att tiden för laglighetsprövning går ut'
  },
  registrationReminded: { en: 'reminder that it is to be registered', sv: 'påminnelse om registrering' },
  dueReminded: { en: 'reminder that it is due', sv: 'påminnelse om sista dagen' }
}

/** `decision.annulled` is "Decision: annulled", in Swedish "Beslut: upphävdes". */
const eventLabels = Object.fromEntries(
  eventTypes.map(type => {
    const [noun, verb] = type.split('.') as [NounOf<EventType>, VerbOf<EventType>]
    return [type, { en: `${nouns[noun].en}: ${verbs[verb].en}`, sv: `${nouns[noun].sv}: ${verbs[verb].sv}` }]
  })
) as Record<EventType, Text>

export const codeLabels: Labels = {
  Precision: {
    sv: 'Hur noga en dag är känd: dagen, eller den månad, det halvår eller det år som den är den första i',
    labels: {
      day: { en: 'Day', sv: 'Dag' },
      month: { en: 'Month', sv: 'Månad' },
      season: { en: 'Season', sv: 'Säsong' },
      year: { en: 'Year', sv: 'År' }
    }
  },
  Certainty: {
    sv: 'Hur säkert ett belopp är känt',
    labels: {
      exact: { en: 'Exact', sv: 'Exakt' },
      approximate: { en: 'Approximate', sv: 'Ungefärligt' },
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      unknown: { en: 'Unknown', sv: 'Okänt' },
      confidential: { en: 'Confidential', sv: 'Sekretessbelagt' }
    }
  },
  AmountPer: {
    sv: 'Vad ett belopp över flera år avser',
    labels: {
      year: { en: 'Per year', sv: 'Per år' },
      total: { en: 'In total', sv: 'Totalt' }
    }
  },
  ContributionPer: {
    sv: 'Vad ett belopp eller en mängd avser',
    labels: {
      year: { en: 'Per year', sv: 'Per år' },
      month: { en: 'Per month', sv: 'Per månad' },
      once: { en: 'Once', sv: 'Engångsbelopp' },
      total: { en: 'In total', sv: 'Totalt' }
    }
  },
  Answer: {
    sv: 'Om det är så: kanske, när det beror på något som bara delvis är känt',
    labels: {
      yes: { en: 'Yes', sv: 'Ja' },
      no: { en: 'No', sv: 'Nej' },
      possible: { en: 'Possibly', sv: 'Kanske' },
      unknown: { en: 'Unknown', sv: 'Okänt' }
    }
  },
  OpenAnswer: {
    sv: 'Om det är så, så långt det är angivet',
    labels: {
      yes: { en: 'Yes', sv: 'Ja' },
      no: { en: 'No', sv: 'Nej' },
      unknown: { en: 'Unknown', sv: 'Okänt' }
    }
  },
  ClauseAnswer: {
    sv: 'Om reglerna har en sådan bestämmelse',
    labels: {
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      yes: { en: 'Yes', sv: 'Ja' },
      no: { en: 'No', sv: 'Nej' }
    }
  },
  BodyKind: {
    sv: 'Vilket slags organ det är',
    labels: {
      committee: { en: 'Committee', sv: 'Nämnd' },
      council: { en: 'Municipal council', sv: 'Kommunfullmäktige' },
      executiveBoard: { en: 'Executive board', sv: 'Kommunstyrelse' },
      subcommittee: { en: 'Subcommittee', sv: 'Utskott' },
      draftingCommittee: { en: 'Drafting committee', sv: 'Beredning' },
      department: { en: 'Department', sv: 'Förvaltning' }
    }
  },
  OrganisationDocumentKind: {
    sv: 'Vilket slags handling det är',
    labels: {
      statutes: { en: 'Statutes', sv: 'Stadgar' },
      annualReport: { en: 'Annual report', sv: 'Årsredovisning' },
      activityReport: { en: 'Activity report', sv: 'Verksamhetsberättelse' },
      auditReport: { en: 'Audit report', sv: 'Revisionsberättelse' },
      boardMinutes: { en: 'Minutes of the board', sv: 'Styrelseprotokoll' },
      annualMeetingMinutes: { en: 'Minutes of the annual meeting', sv: 'Årsmötesprotokoll' },
      budget: { en: 'Budget', sv: 'Budget' },
      permit: { en: 'Permit', sv: 'Tillstånd' },
      other: { en: 'Other', sv: 'Annan' },
      aidDeclaration: { en: 'Declaration of de minimis aid', sv: 'Försäkran om stöd av mindre betydelse' }
    }
  },
  ControlBasis: {
    sv: 'Genom vad en organisation kontrollerar en annan',
    labels: {
      votes: { en: 'Majority of the votes', sv: 'Majoritet av rösterna' },
      appointments: { en: 'Right to appoint the board', sv: 'Rätt att tillsätta styrelsen' },
      dominantInfluence: { en: 'Dominant influence', sv: 'Bestämmande inflytande' },
      votingAgreement: { en: 'Majority by agreement', sv: 'Majoritet genom avtal' },
      notStated: { en: 'Not stated', sv: 'Inte angivet' }
    }
  },
  Sensitivity: {
    sv: 'Vem som får läsa den',
    labels: {
      public: { en: 'Public', sv: 'Offentlig' },
      internal: { en: 'Internal', sv: 'Intern' },
      confidential: { en: 'Confidential', sv: 'Sekretessbelagd' }
    }
  },
  SchemeKind: {
    sv: 'Vad en bidragsform ger pengar till',
    labels: {
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      operating: { en: 'Operating grant', sv: 'Verksamhetsbidrag' },
      project: { en: 'Project grant', sv: 'Projektbidrag' },
      development: { en: 'Development grant', sv: 'Utvecklingsbidrag' },
      startUp: { en: 'Start-up grant', sv: 'Startbidrag' },
      activity: { en: 'Activity grant', sv: 'Aktivitetsbidrag' },
      facility: { en: 'Facility grant', sv: 'Lokal- och anläggningsbidrag' },
      event: { en: 'Event grant', sv: 'Evenemangsbidrag' },
      partnership: { en: 'Partnership', sv: 'Partnerskap (IOP)' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  SchemeStatus: {
    sv: 'Om en bidragsform tar emot ansökningar',
    labels: {
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      open: { en: 'Open', sv: 'Öppen' },
      paused: { en: 'Paused', sv: 'Pausad' },
      closed: { en: 'Closed', sv: 'Stängd' }
    }
  },
  AmountBasis: {
    sv: 'Om varje organisation har ett eget belopp eller alla delar på ett',
    labels: {
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      perOrganisation: { en: 'Per organisation', sv: 'Per organisation' },
      onePot: { en: 'One pot for all', sv: 'En gemensam pott' }
    }
  },
  WindowKind: {
    sv: 'Hur tiden för att ansöka är angiven',
    labels: {
      fixed: { en: 'Fixed days', sv: 'Fasta dagar' },
      recurring: { en: 'Every year', sv: 'Återkommande varje år' },
      rolling: { en: 'All the year', sv: 'Löpande' },
      relative: { en: 'Relative to something else', sv: 'I förhållande till något annat' },
      unknown: { en: 'Unknown', sv: 'Okänt' }
    }
  },
  EligibilityKind: {
    sv: 'Vad en organisation ska uppfylla',
    labels: {
      democracy: { en: 'Democratic structure', sv: 'Demokratiskt uppbyggd' },
      statutes: { en: 'Statutes', sv: 'Stadgar' },
      minimumMembers: { en: 'Least number of members', sv: 'Minsta antal medlemmar' },
      organisationNumber: { en: 'Organisation number', sv: 'Organisationsnummer' },
      annualReport: { en: 'Annual report', sv: 'Årsredovisning' },
      activityInMunicipality: { en: 'Activity in the municipality', sv: 'Verksamhet i kommunen' },
      permit: { en: 'Permit', sv: 'Tillstånd' },
      policy: { en: 'Policy', sv: 'Policy' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  LimitKind: {
    sv: 'Hur en gräns för delegation är angiven',
    labels: {
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      amount: { en: 'Amount', sv: 'Belopp' },
      formula: { en: 'Part of a base amount', sv: 'Andel av ett basbelopp' }
    }
  },
  LimitBase: {
    sv: 'Det basbelopp som en gräns är en andel av',
    labels: {
      prisbasbelopp: { en: 'Price base amount', sv: 'Prisbasbelopp' },
      inkomstbasbelopp: { en: 'Income base amount', sv: 'Inkomstbasbelopp' }
    }
  },
  AdvanceBasis: {
    sv: 'Vad ett förskott är en andel av',
    labels: {
      granted: { en: 'What is granted', sv: 'Beviljat belopp' },
      paid: { en: 'What is paid', sv: 'Utbetalt belopp' }
    }
  },
  LateEnd: {
    sv: 'Vad som händer med en ansökan efter trappans sista steg',
    labels: {
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      rejected: { en: 'Rejected', sv: 'Avslås' },
      paid: { en: 'Paid with the last deduction', sv: 'Betalas ut med det sista avdraget' }
    }
  },
  FigureMeasure: {
    sv: 'Vad en publicerad siffra mäter',
    labels: {
      paid: { en: 'Paid', sv: 'Utbetalt' },
      granted: { en: 'Granted', sv: 'Beviljat' },
      budgeted: { en: 'Budgeted', sv: 'Budgeterat' },
      applied: { en: 'Applied for', sv: 'Sökt' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  TargetMeasure: {
    sv: 'Vad ett mål är en andel av',
    labels: {
      shareOfGranted: { en: 'Share of what is granted', sv: 'Andel av beviljat' },
      shareOfPaid: { en: 'Share of what is paid', sv: 'Andel av utbetalt' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  TargetBound: {
    sv: 'Om ett mål ska nås eller inte passeras',
    labels: {
      atLeast: { en: 'At least', sv: 'Minst' },
      atMost: { en: 'At most', sv: 'Högst' }
    }
  },
  ApplicationStatus: {
    sv: 'Var en ansökan står',
    labels: {
      received: { en: 'Received', sv: 'Inkommen' },
      supplementRequested: { en: 'Supplement requested', sv: 'Komplettering begärd' },
      complete: { en: 'Complete', sv: 'Komplett' },
      decided: { en: 'Decided', sv: 'Beslutad' },
      withdrawn: { en: 'Taken back by the applicant', sv: 'Återtagen' }
    }
  },
  DecisionKind: {
    sv: 'Om en nämnd beslutade, eller någon på delegation',
    labels: {
      committee: { en: 'Decision of a committee', sv: 'Nämndbeslut' },
      delegated: { en: 'Decision by delegation', sv: 'Delegationsbeslut' }
    }
  },
  DecisionStanding: {
    sv: 'Om det är beslutat eller bara föreslaget',
    labels: {
      decided: { en: 'Decided', sv: 'Beslutat' },
      proposed: { en: 'Proposed', sv: 'Föreslaget' }
    }
  },
  ProposalOutcome: {
    sv: 'Hur det gick med ett förslag',
    labels: {
      notStated: { en: 'Not stated', sv: 'Inte angivet' },
      unknown: { en: 'Unknown', sv: 'Okänt' },
      adopted: { en: 'Adopted', sv: 'Bifallet' },
      rejected: { en: 'Rejected', sv: 'Avslaget' }
    }
  },
  AnnulmentGround: {
    sv: 'Varför ett beslut upphävdes',
    labels: {
      legalityReview: { en: 'Review of legality', sv: 'Laglighetsprövning' },
      administrativeAppeal: { en: 'Administrative appeal', sv: 'Förvaltningsbesvär' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  LineOutcome: {
    sv: 'Vad som beslutades',
    labels: {
      granted: { en: 'Granted', sv: 'Beviljat' },
      partlyGranted: { en: 'Partly granted', sv: 'Delvis beviljat' },
      rejected: { en: 'Rejected', sv: 'Avslag' },
      referredBack: { en: 'Referred back', sv: 'Återremitterat' },
      deferred: { en: 'Deferred', sv: 'Bordlagt' },
      closedWithoutDecision: { en: 'Closed without a decision', sv: 'Avskrivet' },
      reserved: { en: 'Reserved', sv: 'Reserverat' },
      adopted: { en: 'Adopted', sv: 'Antaget' }
    }
  },
  ValueAddedTax: {
    sv: 'Hur moms gäller för det som beviljas',
    labels: {
      outsideScope: { en: 'Outside the scope of VAT', sv: 'Utanför momsens tillämpningsområde' },
      exempt: { en: 'Exempt from VAT', sv: 'Momsfritt' },
      taxable: { en: 'Taxable', sv: 'Momspliktigt' }
    }
  },
  AidKind: {
    sv: 'Vad ett bidrag är enligt reglerna om statsstöd',
    labels: {
      notAid: { en: 'No state aid', sv: 'Inget statsstöd' },
      deMinimis: { en: 'De minimis aid', sv: 'Stöd av mindre betydelse' },
      deMinimisSgei: { en: 'De minimis aid to an SGEI', sv: 'Stöd av mindre betydelse för SGEI-tjänst' },
      blockExemption: { en: 'Aid under the block exemption', sv: 'Stöd enligt gruppundantag' },
      sgeiCompensation: { en: 'Compensation for an SGEI', sv: 'Ersättning för SGEI-tjänst' },
      notified: { en: 'Notified and approved aid', sv: 'Anmält och godkänt stöd' }
    }
  },
  DeMinimisKind: {
    sv: 'Vilket stöd av mindre betydelse det är',
    labels: {
      deMinimis: { en: 'De minimis aid', sv: 'Stöd av mindre betydelse' },
      deMinimisSgei: { en: 'De minimis aid to an SGEI', sv: 'Stöd av mindre betydelse för SGEI-tjänst' }
    }
  },
  AidInstrument: {
    sv: 'Hur stöd ges',
    labels: {
      grant: { en: 'Grant', sv: 'Bidrag' },
      loan: { en: 'Loan', sv: 'Lån' },
      guarantee: { en: 'Guarantee', sv: 'Borgen' },
      inKind: { en: 'In kind', sv: 'Förmån utan pengar' },
      reducedFee: { en: 'Reduced fee or rent', sv: 'Nedsatt avgift eller hyra' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  AppealParty: {
    sv: 'Vem som överklagade',
    labels: {
      recipient: { en: 'The recipient', sv: 'Mottagaren' },
      otherOrganisation: { en: 'Another organisation', sv: 'Annan organisation' },
      municipalityMember: { en: 'A member of the municipality', sv: 'Kommunmedlem' },
      other: { en: 'Other', sv: 'Annan' },
      notStated: { en: 'Not stated', sv: 'Inte angivet' }
    }
  },
  AppealResult: {
    sv: 'Hur ett överklagande avgjordes',
    labels: {
      annulled: { en: 'The decision was annulled', sv: 'Beslutet upphävdes' },
      rejected: { en: 'Rejected', sv: 'Överklagandet avslogs' },
      dismissed: { en: 'Dismissed', sv: 'Överklagandet avvisades' },
      withdrawn: { en: 'Taken back', sv: 'Överklagandet återkallades' },
      unknown: { en: 'Unknown', sv: 'Okänt' }
    }
  },
  UnpaidInstalments: {
    sv: 'Vad som händer med obetalda delutbetalningar medan ett överklagande pågår',
    labels: {
      hold: { en: 'Held', sv: 'Stoppas' },
      pay: { en: 'Paid', sv: 'Betalas ut' },
      notStated: { en: 'Not stated', sv: 'Inte angivet' }
    }
  },
  AssignmentStatus: {
    sv: 'Var ett uppdrag står',
    labels: {
      proposed: { en: 'Proposed', sv: 'Föreslaget' },
      given: { en: 'Given', sv: 'Givet' },
      declined: { en: 'Declined', sv: 'Avslaget' },
      completed: { en: 'Completed', sv: 'Slutfört' },
      revoked: { en: 'Revoked', sv: 'Återkallat' }
    }
  },
  Recurrence: {
    sv: 'Hur ofta ett uppdrag ska återrapporteras',
    labels: {
      everyMeeting: { en: 'Every meeting', sv: 'Varje sammanträde' },
      monthly: { en: 'Monthly', sv: 'Varje månad' },
      quarterly: { en: 'Quarterly', sv: 'Varje kvartal' },
      twiceYearly: { en: 'Twice a year', sv: 'Två gånger per år' },
      yearly: { en: 'Yearly', sv: 'Varje år' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  AgreementKind: {
    sv: 'Ett partnerskap, eller en överenskommelse som partnerskap står under',
    labels: {
      partnership: { en: 'Partnership', sv: 'Partnerskap (IOP)' },
      framework: { en: 'Framework', sv: 'Ramöverenskommelse' }
    }
  },
  AgreementStatus: {
    sv: 'Var ett avtal står',
    labels: {
      draft: { en: 'Draft', sv: 'Utkast' },
      decided: { en: 'Decided', sv: 'Beslutat' },
      signed: { en: 'Signed', sv: 'Undertecknat' },
      ended: { en: 'Ended', sv: 'Upphört' },
      terminated: { en: 'Terminated before time', sv: 'Uppsagt' }
    }
  },
  AgreementAct: {
    sv: 'Vad som gjordes med ett avtal',
    labels: {
      created: { en: 'Registered', sv: 'Registrerades' },
      updated: { en: 'Changed as a draft', sv: 'Utkastet ändrades' },
      decided: { en: 'Decided', sv: 'Beslutades' },
      signatureRecorded: { en: 'A signature was recorded', sv: 'En underskrift registrerades' },
      signed: { en: 'Signed by all', sv: 'Undertecknades av alla' },
      amended: { en: 'Amended', sv: 'Ändrades genom tilläggsavtal' },
      corrected: { en: 'Corrected', sv: 'Rättades' },
      extended: { en: 'Extended', sv: 'Förlängdes' },
      ended: { en: 'Ended', sv: 'Upphörde' },
      terminated: { en: 'Terminated before time', sv: 'Sades upp' },
      discarded: { en: 'The draft was discarded', sv: 'Utkastet förkastades' },
      withdrawn: { en: 'Withdrawn', sv: 'Drogs tillbaka' }
    }
  },
  AgreementRelationKind: {
    sv: 'Hur ett avtal förhåller sig till ett annat',
    labels: {
      underFramework: { en: 'Under a framework', sv: 'Under en ramöverenskommelse' },
      replaces: { en: 'Replaces', sv: 'Ersätter' },
      extends: { en: 'Extends', sv: 'Förlänger' },
      samePrinciplesAs: { en: 'Same principles as', sv: 'Samma principer som' },
      copyOf: { en: 'Made from', sv: 'Gjort utifrån' }
    }
  },
  PartyKind: {
    sv: 'Vilket slags part det är',
    labels: {
      body: { en: 'Body of the municipality', sv: 'Kommunens organ' },
      organisation: { en: 'Organisation', sv: 'Organisation' },
      region: { en: 'Region', sv: 'Region' },
      stateAgency: { en: 'State agency', sv: 'Statlig myndighet' },
      sector: { en: 'Sector', sv: 'Sektor' },
      unnamed: { en: 'Not named', sv: 'Inte namngiven' }
    }
  },
  PartyRole: {
    sv: 'Vad en part gör i ett avtal',
    labels: {
      responsible: { en: 'Responsible', sv: 'Ansvarig' },
      coParty: { en: 'Co-party', sv: 'Medpart' },
      partner: { en: 'Partner', sv: 'Partner' },
      coPartner: { en: 'Co-partner', sv: 'Medpartner' },
      guarantor: { en: 'Guarantor', sv: 'Borgensman' },
      fiscalHost: { en: 'Fiscal host', sv: 'Ekonomisk värd' }
    }
  },
  ContributionKind: {
    sv: 'Vad en part bidrar med',
    labels: {
      cash: { en: 'Money', sv: 'Pengar' },
      premises: { en: 'Premises', sv: 'Lokaler' },
      staff: { en: 'Staff', sv: 'Personal' },
      expertise: { en: 'Expertise', sv: 'Sakkunskap' },
      volunteering: { en: 'Volunteering', sv: 'Ideellt arbete' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  ProcurementConclusion: {
    sv: 'Om det bedömdes vara offentlig upphandling',
    labels: {
      notProcurement: { en: 'No procurement', sv: 'Inte upphandling' },
      procurement: { en: 'Procurement', sv: 'Upphandling' },
      uncertain: { en: 'Uncertain', sv: 'Osäkert' },
      notAssessed: { en: 'Not assessed', sv: 'Inte bedömt' }
    }
  },
  ListName: {
    sv: 'Vilken av kommunens egna listor det är',
    labels: {
      focusArea: { en: 'Focus area', sv: 'Fokusområde' },
      kindOfWork: { en: 'Kind of work', sv: 'Verksamhetsslag' },
      targetGroup: { en: 'Target group', sv: 'Målgrupp' }
    }
  },
  ReportKind: {
    sv: 'Om redovisningen är skriftlig eller en dialog',
    labels: {
      written: { en: 'In writing', sv: 'Skriftlig' },
      dialogue: { en: 'Dialogue', sv: 'Dialog' }
    }
  },
  ReportStatus: {
    sv: 'Var en redovisning står',
    labels: {
      expected: { en: 'Expected', sv: 'Väntas' },
      submitted: { en: 'Submitted', sv: 'Inlämnad' },
      returned: { en: 'Sent back', sv: 'Återsänd för komplettering' },
      accepted: { en: 'Accepted', sv: 'Godkänd' },
      waived: { en: 'Waived', sv: 'Eftergiven' }
    }
  },
  ReportFrequency: {
    sv: 'Hur ofta det ska redovisas',
    labels: {
      monthly: { en: 'Monthly', sv: 'Varje månad' },
      quarterly: { en: 'Quarterly', sv: 'Varje kvartal' },
      tertial: { en: 'Every four months', sv: 'Varje tertial' },
      halfYearly: { en: 'Every half-year', sv: 'Varje halvår' },
      yearly: { en: 'Yearly', sv: 'Varje år' },
      final: { en: 'At the end', sv: 'Slutredovisning' }
    }
  },
  ReportPart: {
    sv: 'Vad en redovisning innehåller',
    labels: {
      narrative: { en: 'Narrative', sv: 'Berättelse' },
      indicators: { en: 'Indicators', sv: 'Indikatorer' },
      beneficiaries: { en: 'Beneficiaries', sv: 'Deltagare och målgrupper' },
      finances: { en: 'Finances', sv: 'Ekonomi' },
      attachments: { en: 'Attachments', sv: 'Bilagor' }
    }
  },
  AccountCheckResult: {
    sv: 'Vad en bank svarar på vems ett konto är',
    labels: {
      match: { en: 'Match', sv: 'Stämmer' },
      closeMatch: { en: 'Close match', sv: 'Stämmer nästan' },
      noMatch: { en: 'No match', sv: 'Stämmer inte' },
      notPossible: { en: 'Not possible to check', sv: 'Kan inte kontrolleras' }
    }
  },
  BankFileOption: {
    sv: 'Det som en bank vill ha annorlunda i pain.001',
    labels: {
      customerNumber: { en: 'Sender by customer number (CUST)', sv: 'Avsändare med kundnummer (CUST)' },
      sharedCharges: { en: 'Charges shared (ChrgBr SHAR)', sv: 'Delade avgifter (ChrgBr SHAR)' },
      noCategoryPurpose: { en: 'Without CtgyPurp', sv: 'Utan CtgyPurp' },
      remittedAmount: { en: 'Amount beside a reference (RmtdAmt)', sv: 'Belopp bredvid en referens (RmtdAmt)' },
      bankCountry: { en: 'Country of the bank', sv: 'Bankens land' }
    }
  },
  AccountKind: {
    sv: 'Vilket slags konto det är',
    labels: {
      bankgiro: { en: 'Bankgiro', sv: 'Bankgiro' },
      plusgiro: { en: 'Plusgiro', sv: 'Plusgiro' },
      iban: { en: 'IBAN', sv: 'IBAN' }
    }
  },
  AttestationStep: {
    sv: 'Sakattest eller beslutsattest',
    labels: {
      check: { en: 'Check', sv: 'Sakattest' },
      approve: { en: 'Approval', sv: 'Beslutsattest' }
    }
  },
  ConditionKind: {
    sv: 'Vad en utbetalning väntar på',
    labels: {
      reportAccepted: { en: 'A report is accepted', sv: 'Redovisning godkänd' },
      noReportOverdue: { en: 'No report is overdue', sv: 'Ingen redovisning försenad' },
      notBefore: { en: 'Not before a day', sv: 'Inte före en viss dag' },
      agreementSigned: { en: 'The agreement is signed', sv: 'Avtalet undertecknat' },
      decisionFinal: { en: 'The decision is final', sv: 'Beslutet har fått laga kraft' },
      organisationEligible: { en: 'The organisation is eligible', sv: 'Organisationen bidragsberättigad' },
      appealSettled: { en: 'The appeal is settled', sv: 'Överklagandet avgjort' }
    }
  },
  PaymentKind: {
    sv: 'Vilket slags utbetalning det är',
    labels: {
      instalment: { en: 'Instalment', sv: 'Delutbetalning' },
      advance: { en: 'Advance', sv: 'Förskott' },
      reissue: { en: 'Issued anew', sv: 'Ny utbetalning efter retur' }
    }
  },
  PaymentStatus: {
    sv: 'Var en utbetalning står',
    labels: {
      planned: { en: 'Planned', sv: 'Planerad' },
      checked: { en: 'Checked', sv: 'Sakattesterad' },
      approved: { en: 'Approved', sv: 'Beslutsattesterad' },
      ordered: { en: 'Ordered from the bank', sv: 'I låst betalningskörning' },
      paid: { en: 'Paid', sv: 'Betald' },
      returned: { en: 'Returned by the bank', sv: 'I retur från banken' }
    }
  },
  PaymentSchedule: {
    sv: 'Hur en plan fördelar sina utbetalningar',
    labels: {
      once: { en: 'Once', sv: 'En gång' },
      yearly: { en: 'Yearly', sv: 'Varje år' },
      halfYearly: { en: 'Every half-year', sv: 'Varje halvår' },
      tertial: { en: 'Every four months', sv: 'Varje tertial' },
      quarterly: { en: 'Quarterly', sv: 'Varje kvartal' },
      monthly: { en: 'Monthly', sv: 'Varje månad' },
      custom: { en: 'As stated', sv: 'Enligt angivna dagar' }
    }
  },
  NextStep: {
    sv: 'Vad som ska göras härnäst med en utbetalning',
    labels: {
      check: { en: 'Check it', sv: 'Sakattestera' },
      approve: { en: 'Approve it', sv: 'Beslutsattestera' },
      run: { en: 'Collect it in a run', sv: 'Ta med i betalningskörning' },
      confirm: { en: 'Confirm it', sv: 'Bekräfta' }
    }
  },
  PaymentRunStatus: {
    sv: 'Var en betalningskörning står',
    labels: {
      collected: { en: 'Collected', sv: 'Ihopsamlad' },
      locked: { en: 'Locked', sv: 'Låst' },
      exported: { en: 'Exported', sv: 'Exporterad' },
      confirmed: { en: 'Confirmed', sv: 'Bekräftad' },
      cancelled: { en: 'Given up', sv: 'Avbruten' }
    }
  },
  BankEntryStatus: {
    sv: 'Var en bankpost står',
    labels: {
      unmatched: { en: 'Not matched', sv: 'Inte matchad' },
      matched: { en: 'Matched by hand', sv: 'Matchad för hand' },
      dismissed: { en: 'Put aside', sv: 'Lagd åt sidan' }
    }
  },
  BankDirection: {
    sv: 'Om pengar lämnade kontot eller kom in',
    labels: {
      debit: { en: 'Debit', sv: 'Uttag' },
      credit: { en: 'Credit', sv: 'Insättning' }
    }
  },
  UnmatchedCause: {
    sv: 'Varför en bankpost inte matchades med någon utbetalning',
    labels: {
      unknownPayment: {
        en: 'Names a payment that is not in the run',
        sv: 'Anger en utbetalning som inte är med i körningen'
      },
      noName: { en: 'Names no payment', sv: 'Anger ingen utbetalning' },
      uncertainAmount: {
        en: 'The amount tells no payment for certain',
        sv: 'Beloppet pekar inte säkert ut en utbetalning'
      },
      secondDebit: { en: 'Second debit of a payment', sv: 'Andra uttaget för samma utbetalning' },
      notAReturn: { en: 'Credit that is no return', sv: 'Insättning som inte är en retur' },
      reversedDebit: { en: 'Debit that is a return or a reversal', sv: 'Uttag som är en retur eller återföring' },
      notRecordable: { en: 'Return that cannot be recorded', sv: 'Retur som inte kan registreras' }
    }
  },
  PaymentRunItemStatus: {
    sv: 'Hur det gick med en utbetalning i körningen',
    labels: {
      live: { en: 'In the run', sv: 'Med i körningen' },
      paid: { en: 'Paid', sv: 'Betald' },
      rejected: { en: 'Rejected by the bank', sv: 'Avvisad av banken' },
      removed: { en: 'Taken out of the run', sv: 'Borttagen ur körningen' }
    }
  },
  PaymentFileFormat: {
    sv: 'Formatet på körningens fil',
    labels: {
      'pain.001.001.03': { en: 'ISO 20022 pain.001.001.03', sv: 'ISO 20022 pain.001.001.03' },
      'pain.001.001.09': { en: 'ISO 20022 pain.001.001.09', sv: 'ISO 20022 pain.001.001.09' },
      lb: { en: 'Leverantörsbetalningar (Bankgirot)', sv: 'Leverantörsbetalningar (Bankgirot)' },
      csv: { en: 'CSV', sv: 'CSV' }
    }
  },
  RecoveryGround: {
    sv: 'Varför pengar krävs tillbaka',
    labels: {
      unused: { en: 'Money was not used', sv: 'Medel inte använda' },
      conditionBroken: { en: 'A condition was broken', sv: 'Villkor inte uppfyllt' },
      earlyEnd: { en: 'It ended before time', sv: 'Avslutat i förtid' },
      mistake: { en: 'Paid by mistake', sv: 'Felaktig utbetalning' },
      annulledDecision: { en: 'The decision was annulled', sv: 'Beslutet upphävt' }
    }
  },
  RecoveryStatus: {
    sv: 'Om allt som krävts tillbaka har reglerats',
    labels: {
      open: { en: 'Open', sv: 'Öppet' },
      settled: { en: 'Settled', sv: 'Reglerat' }
    }
  },
  MovementKind: {
    sv: 'Hur pengar som krävts tillbaka kom in, eller gavs upp',
    labels: {
      repayment: { en: 'Repayment', sv: 'Återbetalning' },
      setOff: { en: 'Set-off', sv: 'Kvittning' },
      writeOff: { en: 'Write-off', sv: 'Avskrivning' }
    }
  },
  MovementStatus: {
    sv: 'Om en händelse räknas',
    labels: {
      counted: { en: 'Counted', sv: 'Räknas' },
      pending: { en: 'Pending until the payment is paid', sv: 'Väntar på att utbetalningen betalas' },
      void: { en: 'Void', sv: 'Utan verkan' },
      withdrawn: { en: 'Taken back', sv: 'Tillbakatagen' }
    }
  },
  PaperKind: {
    sv: 'Vilken handling',
    labels: {
      decisionLetter: { en: 'Decision letter', sv: 'Beslutsbrev' },
      agreementSummary: { en: 'Summary of an agreement', sv: 'Sammanställning av ett avtal' },
      paymentAdvice: { en: 'Payment advice', sv: 'Utbetalningsbesked' },
      paymentTrail: { en: 'Trail of a krona', sv: 'En kronas väg' },
      yearlyStatement: { en: 'Yearly statement', sv: 'Årsbesked' }
    }
  },
  Language: {
    sv: 'Ett språk',
    labels: { en: { en: 'English', sv: 'Engelska' }, sv: { en: 'Swedish', sv: 'Svenska' } }
  },
  WorkItemKind: {
    sv: 'Vad som är på gång en viss dag',
    labels: {
      agreementEnds: { en: 'Agreement ends', sv: 'Avtal upphör' },
      agreementNotice: { en: 'Last day to give notice', sv: 'Sista dag för uppsägning' },
      windowOpens: { en: 'Application window opens', sv: 'Ansökningsperiod öppnar' },
      windowCloses: { en: 'Application window closes', sv: 'Ansökningsperiod stänger' },
      documentExpires: { en: 'Document expires', sv: 'Handling går ut' },
      eligibilityExpires: { en: 'Eligibility expires', sv: 'Bidragsberättigande går ut' },
      delegationToReport: { en: 'Delegated decision to report', sv: 'Delegationsbeslut att anmäla' },
      reviewTimeEnds: { en: 'Time to ask for legality review ends', sv: 'Tiden för laglighetsprövning går ut' },
      reportDue: { en: 'Report is due', sv: 'Redovisning ska lämnas' },
      assignmentDue: { en: 'Assignment is due', sv: 'Uppdrag ska vara klart' },
      recoveryDue: { en: 'Recovery is due', sv: 'Återkrav ska betalas' },
      aidRegistrationDue: { en: 'State aid is to be registered', sv: 'Statsstöd ska registreras' }
    }
  },
  TrailStepKind: {
    sv: 'Vad ett steg i en utbetalnings spår handlar om',
    labels: {
      application: { en: 'Application', sv: 'Ansökan' },
      decision: { en: 'Decision', sv: 'Beslut' },
      finality: { en: 'Finality', sv: 'Laga kraft' },
      appeal: { en: 'Appeal', sv: 'Överklagande' },
      award: { en: 'Award', sv: 'Beviljat bidrag' },
      rules: { en: 'Rules', sv: 'Regler' },
      agreement: { en: 'Agreement', sv: 'Avtal' },
      plan: { en: 'Plan', sv: 'Utbetalningsplan' },
      condition: { en: 'Condition', sv: 'Villkor' },
      change: { en: 'Change', sv: 'Ändring' },
      check: { en: 'Check', sv: 'Sakattest' },
      approval: { en: 'Approval', sv: 'Beslutsattest' },
      run: { en: 'Payment run', sv: 'Betalningskörning' },
      bank: { en: 'Bank', sv: 'Bank' },
      return: { en: 'Return', sv: 'Retur' },
      setOff: { en: 'Set-off', sv: 'Kvittning' },
      recovery: { en: 'Recovery', sv: 'Återkrav' }
    }
  },
  SeriesName: {
    sv: 'Ett nyckeltal',
    labels: {
      'year-on-year': { en: 'Granted and paid, year on year', sv: 'Beviljat och utbetalat, år för år' },
      'paid-per-month': { en: 'Paid, month by month', sv: 'Utbetalat per månad' },
      'target-groups': { en: 'Shares of the target groups', sv: 'Målgruppernas andelar' },
      'top-recipients': { en: 'Recipients of the most', sv: 'Största mottagare' },
      'agreements-in-force': { en: 'Agreements in force', sv: 'Gällande avtal' },
      reports: { en: 'Reports on time', sv: 'Redovisningar i tid' },
      indicators: { en: 'Indicators of agreements', sv: 'Indikatorer i avtal' },
      commitments: { en: 'What was undertaken, and what came of it', sv: 'Åtaganden och vad det blev av dem' },
      'in-kind': { en: 'Contributions besides money', sv: 'Insatser utöver pengar' },
      'processing-times': { en: 'Processing times', sv: 'Handläggningstider' }
    }
  },
  YearBasis: {
    sv: 'Vilket år belopp summeras på',
    labels: {
      decision: { en: 'Year of the decision', sv: 'Beslutsår' },
      grant: { en: 'Year that the grant is for', sv: 'Bidragsår' }
    }
  },
  MoneyYearBasis: {
    sv: 'Vilket år pengar summeras på',
    labels: {
      decision: { en: 'Year of the decision', sv: 'Beslutsår' },
      grant: { en: 'Year that the grant is for', sv: 'Bidragsår' },
      payment: { en: 'Year of the payment', sv: 'Utbetalningsår' }
    }
  },
  ImportStatus: {
    sv: 'Hur det gick med en fil',
    labels: {
      completed: { en: 'Completed', sv: 'Klar' },
      dryRun: { en: 'Dry run', sv: 'Provkörd' },
      refused: { en: 'Refused', sv: 'Avvisad' },
      queued: { en: 'Queued', sv: 'I kö' },
      reading: { en: 'Being read', sv: 'Läses' },
      running: { en: 'Being written', sv: 'Skrivs' },
      cancelled: { en: 'Cancelled', sv: 'Avbruten' },
      failed: { en: 'Failed', sv: 'Misslyckades' }
    }
  },
  ImportRowResult: {
    sv: 'Hur det gick med en rad',
    labels: {
      created: { en: 'Created', sv: 'Skapad' },
      updated: { en: 'Changed', sv: 'Ändrad' },
      unchanged: { en: 'Unchanged', sv: 'Oförändrad' },
      rejected: { en: 'Rejected', sv: 'Avvisad' },
      missing: { en: 'No longer in the file', sv: 'Saknas i filen' }
    }
  },
  RecordKind: {
    sv: 'Vad en fil med poster innehåller',
    labels: {
      organisations: { en: 'Organisations', sv: 'Organisationer' },
      agreements: { en: 'Agreements', sv: 'Avtal' },
      payments: { en: 'Payments', sv: 'Utbetalningar' }
    }
  },
  RecordRowResult: {
    sv: 'Hur det gick med en post',
    labels: {
      created: { en: 'Created', sv: 'Skapad' },
      updated: { en: 'Changed', sv: 'Ändrad' },
      unchanged: { en: 'Unchanged', sv: 'Oförändrad' },
      rejected: { en: 'Rejected', sv: 'Avvisad' }
    }
  },
  ImportedPayments: {
    sv: 'Vilka utbetalningar som görs av filens rader',
    labels: {
      none: { en: 'None', sv: 'Inga' },
      toPay: { en: 'To be paid', sv: 'Att betala ut' },
      alreadyPaid: { en: 'Already paid', sv: 'Redan betalda' }
    }
  },
  CsvFormat: {
    sv: 'CSV med kommatecken och decimalpunkt, eller med semikolon och decimalkomma',
    labels: {
      standard: { en: 'Comma and decimal point', sv: 'Kommatecken och decimalpunkt' },
      swedish: { en: 'Semicolon and decimal comma', sv: 'Semikolon och decimalkomma' }
    }
  },
  EventType: {
    sv: 'Vad som gjordes med vilket slags post',
    labels: eventLabels
  },
  WebhookSubscriptionStatus: {
    sv: 'Om webhooks skickas',
    labels: {
      active: { en: 'Active', sv: 'Aktiv' },
      paused: { en: 'Paused', sv: 'Pausad' },
      disabled: { en: 'Disabled', sv: 'Avstängd' }
    }
  },
  WebhookDeliveryStatus: {
    sv: 'Hur det gick med en leverans',
    labels: {
      waiting: { en: 'Waiting', sv: 'Väntar' },
      delivered: { en: 'Delivered', sv: 'Levererad' },
      parked: { en: 'Parked', sv: 'Parkerad' }
    }
  },
  WebhookAttemptOutcome: {
    sv: 'Hur det gick med ett försök',
    labels: {
      delivered: { en: 'Delivered', sv: 'Levererat' },
      refused: { en: 'Refused by the receiver', sv: 'Avvisat av mottagaren' },
      redirected: { en: 'Redirected', sv: 'Omdirigerat' },
      gone: { en: 'The receiver is gone', sv: 'Mottagaren finns inte längre' },
      timeout: { en: 'Took too long', sv: 'Tog för lång tid' },
      addressNotAllowed: { en: 'Address not allowed', sv: 'Otillåten adress' },
      nameNotFound: { en: 'Name not found', sv: 'Namnet hittades inte' },
      notConnected: { en: 'Not connected', sv: 'Ingen förbindelse' },
      cutOff: { en: 'Cut off', sv: 'Avbrutet' },
      certificateNotValid: { en: 'Certificate not valid', sv: 'Ogiltigt certifikat' }
    }
  },
  EntryKind: {
    sv: 'Vilken summa en post i huvudboken räknas till',
    labels: {
      applied: { en: 'Applied for', sv: 'Sökt' },
      granted: { en: 'Granted', sv: 'Beviljat' },
      reserved: { en: 'Reserved', sv: 'Reserverat' },
      planned: { en: 'Planned', sv: 'Planerat' },
      checked: { en: 'Checked', sv: 'Sakattesterat' },
      approved: { en: 'Approved', sv: 'Beslutsattesterat' },
      recorded: { en: 'Recorded as paid', sv: 'Registrerat som betalt' },
      paid: { en: 'Paid', sv: 'Utbetalt' },
      returned: { en: 'Returned by the bank', sv: 'I retur från banken' },
      claimed: { en: 'Asked back', sv: 'Återkrävt' },
      recovered: { en: 'Recovered', sv: 'Återbetalt eller kvittat' },
      writtenOff: { en: 'Written off', sv: 'Avskrivet' }
    }
  },
  RoundingDirection: {
    sv: 'Åt vilket håll ett belopp avrundas',
    labels: {
      down: { en: 'Down', sv: 'Nedåt' },
      up: { en: 'Up', sv: 'Uppåt' },
      nearest: { en: 'To the nearest', sv: 'Till närmaste' }
    }
  },
  SteeringKind: {
    sv: 'Vad ett partnerskap knyter an till',
    labels: {
      councilGoal: { en: 'Goal of the council', sv: 'Fullmäktiges mål' },
      committeeStrategy: { en: 'Strategy of a committee', sv: 'Nämndens strategi' },
      other: { en: 'Other', sv: 'Annat' }
    }
  },
  RuleAnswer: {
    sv: 'Om regler gällde en viss dag',
    labels: {
      yes: { en: 'Yes', sv: 'Ja' },
      possible: { en: 'Possibly', sv: 'Kanske' },
      no: { en: 'No', sv: 'Nej' }
    }
  },
  Payability: {
    sv: 'Om det obetalda får betalas',
    labels: {
      payable: { en: 'Payable', sv: 'Kan betalas' },
      held: { en: 'Held', sv: 'Stoppad' }
    }
  },
  Inclusion: {
    sv: 'Om en lista visar det som har lämnat den',
    labels: {
      exclude: { en: 'Left out', sv: 'Visas inte' },
      include: { en: 'Included', sv: 'Visas också' },
      only: { en: 'Only those', sv: 'Visas ensamma' }
    }
  },
  RangeCertainty: {
    sv: 'Hur säkert en summa är känd: ett belopp, mellan två, ungefär eller delvis okänd',
    labels: {
      exact: { en: 'Exact', sv: 'Exakt' },
      range: { en: 'Between two amounts', sv: 'Mellan två belopp' },
      approximate: { en: 'Approximate', sv: 'Ungefärlig' },
      unknown: { en: 'Partly unknown', sv: 'Delvis okänd' }
    }
  }
}
