/** What operations do, in Swedish, by the English that openapi-swedish.ts puts it in the place of. test/http/swedish-document.test.ts holds that none
 * is left out, and none is here that is gone. */

export const swedishOperations: Record<string, string> = {
  'Counts it, of all linked organisations and as declared of others, in the three years up to a day. The sum is a minimum.':
    'Räknar det, för alla sammanlänkade organisationer och med det som försäkrats från andra, under de tre åren fram till en dag. Summan är ett minimum.',
  'Records it once for each recipient; an award without is not judged. A ceiling that is passed is a warning.':
    'Registrerar det en gång för varje mottagare; ett bidrag utan är inte bedömt. Ett tak som passeras är en varning.',
  'Records when it was registered in the central register of de minimis aid, and under which reference.':
    'Registrerar när det fördes in i det centrala registret över stöd av mindre betydelse, och med vilken referens.',
  'What awards were judged to be; what is to be registered, and when.':
    'Vad bidrag bedömdes vara; vad som ska registreras, och när.',
  'A neutral name stands in the place of its name, numbers, contacts and accounts in records, events and kept answers, and nothing of it is published. Ending it puts them back. Kept apart: `GET …/personal-data`.':
    'Ett neutralt namn står i stället för dess namn, nummer, kontakter och konton i poster, händelser och sparade svar, och inget om den publiceras. När det upphävs kommer de tillbaka. Hålls för sig: `GET …/personal-data`.',
  'A sole trader: a neutral word takes its place in records, events, kept answers and imports, for good; money stays. Answers rows by table (`count`), 409 with the law where it must be kept.':
    'En enskild näringsidkare: ett neutralt ord tar dess plats i poster, händelser, sparade svar och inläsningar, för gott; pengarna står kvar. Svarar med antal rader per tabell (`count`), och 409 med lagen om personen måste bevaras.',
  'Every row that mentions or belongs to the person (GDPR art. 15), with `confidential_values`.':
    'Varje rad som nämner eller hör till personen (GDPR art. 15), med `confidential_values`.',
  'With what the job of the night would erase: its dry run.':
    'Med det som nattens jobb skulle radera: en torrkörning av det.',
  'Says or replaces it (then with If-Match). Carried out each night; a law that demands more goes before.':
    'Anger det eller ersätter det (då med If-Match). Utförs varje natt; en lag som kräver mer går före.',
  'Name, version, status and where the documentation is.': 'Namn, version, status och var dokumentationen finns.',
  'Every list of codes, with the label of each code in Swedish and English. Codes stay the same.':
    'Varje kodlista, med varje kods benämning på svenska och engelska. Koderna är desamma.',
  'The label of each code in Swedish and English.': 'Varje kods benämning på svenska och engelska.',
  'The municipalities that the key is for, by code.': 'De kommuner som nyckeln gäller för, efter kod.',
  'The municipality as it is registered now.': 'Kommunen så som den är registrerad nu.',
  'Registers the municipality, or replaces what is registered (then If-Match is demanded). The same content again changes nothing. Demands a key that is for all municipalities.':
    'Registrerar kommunen, eller ersätter det som är registrerat (då krävs If-Match). Samma innehåll igen ändrar ingenting. Kräver en nyckel som gäller för alla kommuner.',
  'What was done in every municipality that the key is for; of each in the order of its commits. Nothing ever comes behind a nextCursor that was answered.':
    'Vad som har gjorts i varje kommun som nyckeln gäller för; för varje kommun i den ordning det sparades. Inget kommer någonsin bakom en nextCursor som har lämnats ut.',
  'Granted, planned, paid, asked back and what lies between, of every municipality that the key is for, as known now. What is payable or held, budgets, and what was known earlier are asked of each municipality. JSON, or CSV with Accept: text/csv.':
    'Beviljat, planerat, betalat, återkrävt och det däremellan, för varje kommun som nyckeln gäller för, så som det är känt nu. Vad som kan betalas eller är stoppat, budgetar, och vad som var känt tidigare frågar man varje kommun om. JSON, eller CSV med Accept: text/csv.',
  'As the totals of each municipality that the key is for, as known now. An organisation that several have registered is counted by each.':
    'Som summorna för varje kommun som nyckeln gäller för, så som de är kända nu. En organisation som flera har registrerat räknas av var och en.',
  'Council, executive board, committees and departments, by name.':
    'Kommunfullmäktige, kommunstyrelse, nämnder och förvaltningar, efter namn.',
  'Registers a council, board, committee or department.':
    'Registrerar ett fullmäktige, en styrelse, en nämnd eller en förvaltning.',
  'The body as it is registered now.': 'Organet så som det är registrerat nu.',
  'Changes the properties given (JSON merge patch); demands If-Match.':
    'Ändrar de egenskaper som anges (JSON merge patch); kräver If-Match.',
  'Takes back a body that was registered in error. One that has decided something stays.':
    'Drar tillbaka ett organ som registrerades av misstag. Ett som har beslutat något står kvar.',
  'Every event of the record, oldest first: who did what, when and why, with values before and after.':
    'Varje händelse för posten, äldst först: vem som gjorde vad, när och varför, med värden före och efter.',
  'The bodies that it took over from and that took over from it, nearest first.':
    'De organ som det tog över från och som tog över från det, närmast först.',
  'Associations, foundations and study associations, by name; `search` finds Länkarna for lankarna.':
    'Föreningar, stiftelser och studieförbund, efter namn; `search` hittar Länkarna för lankarna.',
  'Registers an organisation, with an organisation number or without one.':
    'Registrerar en organisation, med eller utan organisationsnummer.',
  'The organisation as it is registered now.': 'Organisationen så som den är registrerad nu.',
  'Takes back an organisation that was registered in error. One that decision lines name is merged instead.':
    'Drar tillbaka en organisation som registrerades av misstag. En som beslutsrader anger slås ihop i stället.',
  'The organisation proved to be another that is registered: its lines are moved there, and old ids, names and references find it. Both histories are kept.':
    'Organisationen visade sig vara en annan som är registrerad: dess rader flyttas dit, och gamla id:n, namn och referenser leder dit. Bådas historik finns kvar.',
  'Organisations that may be the same, likeliest first. Offered to a person, never merged by guess.':
    'Organisationer som kan vara densamma, de mest sannolika först. De visas för en människa och slås aldrig ihop på en gissning.',
  'In the order in which they were registered. The id of a merged organisation answers for the other.':
    'I den ordning de registrerades. Id:t för en organisation som har slagits ihop gäller den andra.',
  'Adds it to the organisation.': 'Lägger till den hos organisationen.',
  'Answered from what has been stated; what nobody has stated, or has expired, is unknown.':
    'Besvaras med det som har intygats; det som ingen har intygat, eller som har gått ut, är okänt.',
  'As it is registered now.': 'Så som det är registrerat nu.',
  'Takes back what was registered in error.': 'Drar tillbaka det som registrerades av misstag.',
  'Role, name, e-mail and phone are gone for good; that there was a contact stays.':
    'Roll, namn, e-post och telefon raderas för gott; att det fanns en kontakt står kvar.',
  'Grant schemes, by name. With `open` only those that take applications on the day (or do not, or may), with `validOn` all; each with its answer.':
    'Bidragsformer, efter namn. Med `open` bara de som tar emot ansökningar den dagen (eller inte gör det, eller kanske gör det), med `validOn` alla; var och en med sitt svar.',
  'Registers a grant scheme of a body, or of the whole municipality.':
    'Registrerar en bidragsform för ett organ, eller för hela kommunen.',
  'The scheme as it is registered now.': 'Bidragsformen så som den är registrerad nu.',
  'Takes back a scheme that was registered in error. One that lines stand under stays.':
    'Drar tillbaka en bidragsform som registrerades av misstag. En som har gällande beslutsrader står kvar.',
  'Records that the scheme takes no applications for a while. The day may be not stated, or known by month or year only.':
    'Registrerar att bidragsformen inte tar emot ansökningar för en tid. Dagen kan vara oangiven, eller känd bara till månad eller år.',
  'Records that the scheme is closed. No agreement and no award ends by it. The day may be not stated, or known by month or year only.':
    'Registrerar att bidragsformen är stängd. Inget avtal och inget bidrag upphör av det. Dagen kan vara oangiven, eller känd bara till månad eller år.',
  'Records that the scheme is open, for the first time or again. The day may be not stated, or known by month or year only.':
    'Registrerar att bidragsformen är öppen, för första gången eller igen. Dagen kan vara oangiven, eller känd bara till månad eller år.',
  'Each time that it was said to be open, paused or closed, in the order it was recorded.':
    'Varje gång den angavs vara öppen, pausad eller stängd, i den ordning det registrerades.',
  'Yes, no or unknown, and why; when it next opens and closes where that is stated. Unknown where the opening or the status is not stated: nothing is guessed.':
    'Ja, nej eller okänt, och varför; när den öppnar och stänger nästa gång, där det är angivet. Okänt när öppningen eller statusen inte är angiven: ingenting gissas.',
  'What the ladder of the rules on the day of the deadline takes. Computed and shown, never applied by itself.':
    'Vad reglernas trappa drar av på den sista ansökningsdagen. Räknas ut och visas, men tillämpas aldrig av sig självt.',
  'The limits of the rules that hold on the day; a formula with the kronor it gives in that year, or unknown where the base amount of the year is not kept. Shown, never applied by itself.':
    'Gränserna i de regler som gäller den dagen; en formel med de kronor den ger det året, eller okänt när årets basbelopp inte finns. Visas, men tillämpas aldrig av sig självt.',
  'The rules of the scheme through the years, in the order in which they were recorded.':
    'Bidragsformens regler genom åren, i den ordning de registrerades.',
  'Adds rules that hold from a day. Versions that certainly hold on the same day are refused.':
    'Lägger till regler som gäller från en dag. Versioner som säkert gäller samma dag godtas inte.',
  'When applications are taken, in the order in which the windows were recorded.':
    'När ansökningar tas emot, i den ordning perioderna registrerades.',
  'Adds a time to apply: one window for each round. Windows that certainly overlap are refused.':
    'Lägger till en tid att söka: en period för varje omgång. Perioder som säkert överlappar varandra godtas inte.',
  'Of a scheme that was marked as a partnership after its decisions came in: each award gives an agreement, decided and without a term, once.':
    'För en bidragsform som angavs vara partnerskap efter att besluten kom in: varje bidrag ger ett avtal, beslutat och utan avtalstid, en gång.',
  'Applications in the order in which they were registered, with applicants, amounts and outcome.':
    'Ansökningar i den ordning de registrerades, med sökande, belopp och utfall.',
  'Registers an application of one organisation, or of several jointly.':
    'Registrerar en ansökan från en organisation, eller från flera gemensamt.',
  'The application with its applicants, amounts, steps, lateness and what was decided of it.':
    'Ansökan med sökande, belopp, steg, försening och vad som beslutades om den.',
  'Corrects the record (JSON merge patch); demands If-Match.': 'Rättar posten (JSON merge patch); kräver If-Match.',
  'Takes back an application that was registered in error. An application that its applicant takes back is retracted instead.':
    'Drar tillbaka en ansökan som registrerades av misstag. En ansökan som den sökande tar tillbaka återtas i stället.',
  'The application as it stands now.': 'Ansökan så som den står nu.',
  'A new one is made (201). The same content again answers 200 and changes nothing, with or without an Idempotency-Key. Other content replaces it and demands If-Match.':
    'En ny registreras (201). Samma innehåll igen svarar 200 och ändrar ingenting, med eller utan Idempotency-Key. Annat innehåll ersätter det och kräver If-Match.',
  'Notes that something is missing, and until when it can come.':
    'Noterar att något saknas, och till när det kan komma in.',
  'Notes that everything has come.': 'Noterar att allt har kommit in.',
  'Demands a decision line that names the application and stands, with an outcome that is no referral back and no deferral. Nothing is decided here.':
    'Kräver en gällande beslutsrad som anger ansökan, med ett utfall som varken är återremiss eller bordläggning. Här beslutas ingenting.',
  'Its status becomes withdrawn; the record stays.': 'Dess status blir withdrawn; posten finns kvar.',
  'One that was decided or withdrawn is received again, when its decision was annulled for instance.':
    'En som beslutades eller återtogs behandlas igen, till exempel när beslutet upphävdes.',
  'Takes back what was registered in error; it stays readable, and its history too.':
    'Drar tillbaka det som registrerades av misstag; det kan fortfarande läsas, och dess historik också.',
  'What bodies may grant, per scheme and year.': 'Vad organ får bevilja, per bidragsform och år.',
  'Registers what a body may grant in a year. Decisions beyond it are recorded all the same, with a warning.':
    'Registrerar vad ett organ får bevilja ett år. Beslut utöver det registreras ändå, med en varning.',
  'Sums of the ledger beside the budget, and whether it is exceeded: yes, no, possible or unknown.':
    'Huvudbokens summor bredvid budgeten, och om den är överskriden: ja, nej, kanske eller okänt.',
  'Figures as somebody published them. They are in no total.':
    'Siffror så som någon publicerade dem. De ingår inte i någon summa.',
  'Keeps a figure as it was published, approximate unless told. It is in no total, ever.':
    'Behåller en siffra så som den publicerades, ungefärlig om inget annat anges. Den ingår aldrig i någon summa.',
  'What bodies want of their money.': 'Vad organ vill med sina pengar.',
  'Registers a target of a body: how much is to go to a group, of what.':
    'Registrerar ett mål för ett organ: hur mycket som ska gå till en grupp, och av vad.',
  'What was observed of the target, in the order in which it was recorded.':
    'Vad som har iakttagits om målet, i den ordning det registrerades.',
  'Records what somebody observed of the target, and how well it is known.':
    'Registrerar vad någon iakttog om målet, och hur säkert det är.',
  'Computed from the ledger and the shares that decision lines state, where they decide it; else as observed; else unknown, with what is missing.':
    'Räknas ut av huvudboken och de andelar som beslutsraderna anger, där de avgör det; annars så som det har iakttagits; annars okänt, med vad som saknas.',
  'Grant schemes by name, with windows and whether they are open today, where the municipality publishes them.':
    'Bidragsformer efter namn, med ansökningsperioder och om de är öppna i dag, där kommunen publicerar dem.',
  'The scheme with windows and whether it is open today, where the municipality publishes it.':
    'Bidragsformen med ansökningsperioder och om den är öppen i dag, där kommunen publicerar den.',
  'Agreements with civil society: who, for what, and how long. Drafts are not published.':
    'Avtal med civilsamhället: med vem, om vad och hur länge. Utkast publiceras inte.',
  'What was granted by decisions of the year, as a package of the 360Giving Data Standard 1.4. An amount that is not known is 0 and says so. 404 where the year has none.':
    'Vad som beviljades genom årets beslut, som ett paket enligt 360Giving Data Standard 1.4. Ett belopp som inte är känt är 0 och säger det. 404 när året inte har några.',
  'The register of suppliers’ payments. As CSV it has the fifteen columns of the specification leverantörsreskontra 1.1, in its words and its order.':
    'Leverantörsreskontran. Som CSV har den de femton kolumnerna i specifikationen leverantörsreskontra 1.1, med dess ord och i dess ordning.',
  'The data sets of the municipality as DCAT-AP in JSON-LD, for portals that harvest.':
    'Kommunens datamängder som DCAT-AP i JSON-LD, för portaler som skördar.',
  'Decisions and proposals by the day of their meeting, without their lines.':
    'Beslut och förslag efter sammanträdesdag, utan sina rader.',
  'Records a decision, or a proposal, with its lines in one call. Granted lines give awards; the ledger follows. A second decision on the same matter must say which one it revises.':
    'Registrerar ett beslut, eller ett förslag, med sina rader i ett anrop. Beviljade rader ger bidrag; huvudboken följer med. Ett andra beslut i samma ärende måste ange vilket det omprövar.',
  'The decision with the lines that stand.': 'Beslutet med sina gällande rader.',
  'Corrects the record (JSON merge patch), a mistyped § for instance; demands If-Match.':
    'Rättar posten (JSON merge patch), till exempel en felskriven §; kräver If-Match.',
  'Takes back a decision recorded in error, with all its lines, awards and entries.':
    'Drar tillbaka ett beslut som registrerades av misstag, med alla rader, bidrag och poster i huvudboken.',
  'Adds an application or recipient to a decision that stands.':
    'Lägger till en ansökan eller mottagare i ett gällande beslut.',
  'The decision that stands under the reference of the caller.':
    'Det gällande beslutet med uppgiftslämnarens referens.',
  'Records the decision with its lines under the reference of the caller, or replaces what is recorded (then If-Match is demanded, with the whole ETag). Lines are matched by their own references; those that are gone are withdrawn. The same content again changes nothing.':
    'Registrerar beslutet med sina rader under uppgiftslämnarens referens, eller ersätter det som är registrerat (då krävs If-Match, med hela ETag). Rader känns igen på sina egna referenser; de som är borta dras tillbaka. Samma innehåll igen ändrar ingenting.',
  'Records a new decision. The lines that its lines replace (revisesLineId) count no longer; both decisions can be read. A mistyped paragraph is no revision: correct it.':
    'Registrerar ett nytt beslut. De rader som dess rader ersätter (revisesLineId) räknas inte längre; båda besluten kan läsas. En felskriven paragraf är ingen omprövning: rätta den.',
  'Its lines and awards no longer stand and their entries fall out of every total; history stays.':
    'Dess rader och bidrag gäller inte längre och faller ur alla summor; historiken finns kvar.',
  'Records who confirms that the decision is final (laga kraft), and when. It is never assumed.':
    'Registrerar vem som bekräftar att beslutet har fått laga kraft, och när. Det antas aldrig.',
  'For a confirmation that was mistaken; both stay in the history.':
    'För en bekräftelse som var ett misstag; båda står kvar i historiken.',
  'Records the appeal and what was chosen for instalments that are not paid yet: a decision may be executed before it is final (kommunallagen 13:14).':
    'Registrerar överklagandet och vad som valdes för delbetalningar som inte är betalda: ett beslut får verkställas innan det har fått laga kraft (13 kap. 14 § kommunallagen).',
  'Lines of all decisions, whatever their outcome, in the order in which they were recorded.':
    'Rader i alla beslut, oavsett utfall, i den ordning de registrerades.',
  'The line as it stands now.': 'Raden så som den står nu.',
  'Corrects the record (JSON merge patch); demands If-Match. Old and new amount stay in the history.':
    'Rättar posten (JSON merge patch); kräver If-Match. Gammalt och nytt belopp står kvar i historiken.',
  'Takes back a line recorded in error, with its award and its entries.':
    'Drar tillbaka en rad som registrerades av misstag, med sitt bidrag och sina poster i huvudboken.',
  'What granted lines give, with names: a flat table for a dashboard. A joint award is one row. JSON, a page at a time, or CSV of all rows with Accept: text/csv.':
    'Vad beviljade rader ger, med namn: en platt tabell för en rapport. Ett gemensamt bidrag är en rad. JSON, en sida i taget, eller CSV med alla rader med Accept: text/csv.',
  'The award with what its line and decision say of it.': 'Bidraget med vad dess rad och beslut säger om det.',
  'Registers a partnership or a framework agreement as a draft, with all that is known of it.':
    'Registrerar ett partnerskapsavtal eller ramavtal som utkast, med allt som är känt om det.',
  'Agreements as they stand today. phase and endingWithinDays list what is so and what may be so: termStanding tells which.':
    'Avtal så som de står i dag. phase och endingWithinDays listar det som är så och det som kan vara så: termStanding säger vilket.',
  'Changes the properties given (JSON merge patch); demands If-Match. What is signed is amended instead.':
    'Ändrar de egenskaper som anges (JSON merge patch); kräver If-Match. Det som är undertecknat ändras genom tilläggsavtal i stället.',
  'The agreement as it stands today, or on another day (validOn), as known now, or at an earlier instant (knownAt). With include, the awards that fund it and the decision that adopted it.':
    'Avtalet så som det står i dag, eller en annan dag (validOn), så som det är känt nu eller var känt vid en tidigare tidpunkt (knownAt). Med include också de bidrag som finansierar det och det beslut som antog det.',
  'As by id.': 'Som med id.',
  'As putByReference does with other records.': 'Som putByReference gör med andra poster.',
  'A draft becomes decided, by a decision of the register where it is known which.':
    'Ett utkast blir beslutat, genom ett beslut i registret när det är känt vilket.',
  'Records that signatories have signed. The agreement is signed when all have; the same signatures again change nothing.':
    'Registrerar att de som ska underteckna har gjort det. Avtalet är undertecknat när alla har; samma underskrifter igen ändrar ingenting.',
  'As sign, where the caller knows the agreement by its own reference.':
    'Som sign, när uppgiftslämnaren känner avtalet under sin egen referens.',
  'A change with a decision of its own, the day from which it holds, and a reason.':
    'En ändring med ett eget beslut, den dag den gäller från, och en anledning.',
  'The agreement is as it always was; the record of it was wrong. What was known before can still be asked for.':
    'Avtalet är som det alltid var; posten om det var fel. Vad som var känt tidigare går fortfarande att fråga efter.',
  'The term becomes longer by the months of the option.': 'Avtalstiden blir längre med optionens månader.',
  'A signed agreement becomes ended, on a day that has come.':
    'Ett undertecknat avtal blir avslutat, en dag som har kommit.',
  'Why it ends, on which day, and who gave notice when. It runs until that day.':
    'Varför det upphör, vilken dag, och vem som sade upp det när. Det löper till den dagen.',
  'A draft that came to nothing. It is kept, and can be listed with withdrawn=include.':
    'Ett utkast som det inte blev något av. Det finns kvar och kan listas med withdrawn=include.',
  'Takes back an agreement, decided or signed, that should not stand in the register at all.':
    'Drar tillbaka ett avtal, beslutat eller undertecknat, som inte alls ska stå i registret.',
  'Every step, amendment and correction, oldest first, with decision, reason and what it changed.':
    'Varje steg, ändring och rättelse, äldst först, med beslut, anledning och vad som ändrades.',
  'What differs between what two versions say, place by place.':
    'Vad som skiljer mellan vad två versioner säger, ställe för ställe.',
  'A draft; a template is a draft too. Copied: contributions, commitments, goals, clauses, lengths of the term, roles of signatories. Never: parties, days, names, funding, assessments, documents, notes, steps.':
    'Ett utkast; en mall är också ett utkast. Kopieras: insatser, åtaganden, mål, klausuler, avtalstidens längder, undertecknarnas roller. Aldrig: parter, dagar, namn, finansiering, bedömningar, dokument, anmärkningar, steg.',
  'Money that the bodies of the municipality have agreed to put in, over all agreements that may be in force in the year: a range where terms or amounts are not known. An agreement that states no contributions counts as an amount that is not known. What awards give for the year stands beside it and is never added.':
    'Pengar som kommunens organ har åtagit sig att bidra med, över alla avtal som kan gälla under året: ett intervall när tider eller belopp inte är kända. Ett avtal som inte anger några bidrag räknas som ett belopp som inte är känt. Vad de beviljade bidragen ger för året står bredvid och läggs aldrig till.',
  'What the index clause makes of the amounts in money: computed and shown, never applied by itself.':
    'Vad indexklausulen gör av beloppen i pengar: räknas ut och visas, men tillämpas aldrig av sig självt.',
  'The entries of the lists that the municipality keeps, by name.':
    'Posterna i de listor som kommunen för, efter namn.',
  'A focus area, a kind of work or a target group that agreements can then name.':
    'Ett fokusområde, ett verksamhetsslag eller en målgrupp som avtal sedan kan ange.',
  'Agreements that name it still do; no more can.': 'Avtal som anger den gör det fortfarande; inga fler kan.',
  'Appeals against decisions, by the day on which they were lodged.':
    'Överklaganden av beslut, efter den dag de kom in.',
  'The appeal, with its outcome once there is one.': 'Överklagandet, med sin utgång när det finns en.',
  'Corrects the record, or chooses anew for unpaid instalments (JSON merge patch); demands If-Match.':
    'Rättar posten, eller väljer på nytt för obetalda delbetalningar (JSON merge patch); kräver If-Match.',
  'Takes back a record made in error. An appeal that the appellant withdrew has the outcome withdrawn.':
    'Drar tillbaka en post som gjordes av misstag. Ett överklagande som den klagande återkallade har utgången withdrawn.',
  'Records the outcome. A decision that was annulled by it is annulled in a call of its own.':
    'Registrerar utgången. Ett beslut som upphävdes genom den upphävs i ett eget anrop.',
  'Assignments, given or proposed, in the order in which they were recorded.':
    'Uppdrag, givna eller föreslagna, i den ordning de registrerades.',
  'Records an assignment as its source tells it: proposed, given, or what became of it.':
    'Registrerar ett uppdrag så som källan berättar om det: föreslaget, givet, eller vad det blev av det.',
  'The assignment as it stands, and whether it is overdue on the day asked.':
    'Uppdraget så som det står, och om det är försenat den dag som frågan gäller.',
  'Takes back a record made in error. One that was taken back by whoever gave it is revoked.':
    'Drar tillbaka en post som gjordes av misstag. Ett uppdrag som togs tillbaka av den som gav det återkallas.',
  'What was proposed was given, by a decision where one is registered.':
    'Det som föreslogs gavs, genom ett beslut när ett sådant är registrerat.',
  'What was proposed was not given, and why.': 'Det som föreslogs gavs inte, och varför.',
  'What was given is done, and on what that rests.': 'Det som gavs är utfört, och vad det grundas på.',
  'What was given was taken back by whoever gave it.': 'Det som gavs togs tillbaka av den som gav det.',
  'Reports back, by the day of the meeting.': 'Återrapporter, efter sammanträdesdag.',
  'Records that the assignment was reported on at a meeting.':
    'Registrerar att uppdraget återrapporterades vid ett sammanträde.',
  'The report back on an assignment.': 'Återrapporten av ett uppdrag.',
  'Takes back a report that was recorded in error.': 'Drar tillbaka en återrapport som registrerades av misstag.',
  'Requirements of agreements and of rules of schemes.': 'Redovisningskrav i avtal och i bidragsformers regler.',
  'Of an agreement, or of every grant under a version of rules. The reports are expected at once: one for each period of the calendar, cut to the term of the agreement or the years of the grant. Where no end of a term is certain they are expected to the end of the next calendar year, and further as time goes.':
    'För ett avtal, eller för varje bidrag enligt en regelversion. Redovisningarna väntas direkt: en för varje period i kalendern, avgränsad till avtalstiden eller bidragets år. När inget slut på avtalstiden är säkert väntas de till slutet av nästa kalenderår, och längre allteftersom tiden går.',
  'The requirement; its reports are listed by requirementId.': 'Kravet; dess redovisningar listas med requirementId.',
  'Changes the properties given (JSON merge patch); demands If-Match. Expected reports in which nobody has written follow, unless a payment waits for them or their day was moved by hand.':
    'Ändrar de egenskaper som anges (JSON merge patch); kräver If-Match. Väntade redovisningar som ingen har skrivit i följer med, om inte en utbetalning väntar på dem eller deras dag har flyttats för hand.',
  'Takes it back, and with it the expected reports in which nobody has written. Refused while unpaid payments wait for its reports.':
    'Drar tillbaka det, och med det de väntade redovisningar som ingen har skrivit i. Godtas inte så länge obetalda utbetalningar väntar på dess redovisningar.',
  'Brings the expected reports to terms and awards as they are now; a job does the same every day. Doing it again does nothing.':
    'Anpassar de väntade redovisningarna till avtalstider och bidrag så som de är nu; ett jobb gör detsamma varje dag. Att göra det igen gör ingenting.',
  'Reports that are expected or have come, by the day on which they are due: with overdue, those that an officer should ask for; with late, those that came too late.':
    'Redovisningar som väntas eller har kommit, efter den dag de ska vara inne: med overdue de som en handläggare bör fråga efter; med late de som kom för sent.',
  'Of an agreement or an award, with what it holds if that has come; it is submitted in a call of its own.':
    'För ett avtal eller ett bidrag, med innehållet om det har kommit; den lämnas in i ett eget anrop.',
  'The report, with whether it is overdue today or on another day.':
    'Redovisningen, med om den är försenad i dag eller en annan dag.',
  'Changes the properties given (JSON merge patch); demands If-Match. While the report is expected or sent back; what is submitted is sent back first. Of a new day it is reminded anew.':
    'Ändrar de egenskaper som anges (JSON merge patch); kräver If-Match. Så länge redovisningen väntas eller är återsänd; det som är inlämnat återsänds först. Om en ny dag påminns på nytt.',
  'Takes back a report that was recorded in error. One that need not come is waived; one that was accepted, or that payments wait for, is not withdrawn.':
    'Drar tillbaka en redovisning som registrerades av misstag. En som inte behöver komma in efterges; en som är godkänd, eller som utbetalningar väntar på, dras inte tillbaka.',
  'With its content, or as it is saved (an empty object). A report cannot be submitted without the parts that its requirement asks for. The same content again changes nothing.':
    'Med sitt innehåll, eller så som den är sparad (ett tomt objekt). En redovisning kan inte lämnas in utan de delar som kravet begär. Samma innehåll igen ändrar ingenting.',
  'As submit, where the caller knows the report by its own reference.':
    'Som submit, när uppgiftslämnaren känner redovisningen under sin egen referens.',
  'With what is missing. It can then be completed and submitted again; until then it is not there.':
    'Med vad som saknas. Den kan sedan kompletteras och lämnas in igen; till dess räknas den inte som inlämnad.',
  'What waits for it waits no longer. Who submitted and who accepted it are both kept; they may be the same, as where an officer records what an association sent.':
    'Det som väntar på den väntar inte längre. Vem som lämnade in och vem som godkände sparas båda; det kan vara samma person, som när en handläggare registrerar det en förening skickade.',
  'The report is submitted again; payments that are not ordered yet wait for it again.':
    'Redovisningen är inlämnad igen; utbetalningar som inte är beställda väntar på den igen.',
  "What a bank answers to whether the account is the payee's. A run that pays there tells of `closeMatch` and `noMatch`.":
    'Vad en bank svarar på om kontot är mottagarens. En körning som betalar dit talar om `closeMatch` och `noMatch`.',
  'Records that it need not come, why, and by which decision if there is one.':
    'Registrerar att den inte behöver komma in, varför, och genom vilket beslut om det finns något.',
  'The report is expected again, or sent back if it was; payments that are not ordered yet wait for it again.':
    'Redovisningen väntas igen, eller är återsänd om den var det; utbetalningar som inte är beställda väntar på den igen.',
  'Spreads the money of one period of an award over payments. Equal parts, to the öre, with the remainder on the last; each falls due on the first working day of its part, which for a quarter is in its first week, and never before the decision or the agreement. There is no property for a currency: all amounts are Swedish kronor. With a reference it is received once: the same content again answers the plan as it now stands (200), other content 409.':
    'Fördelar pengarna för en period av ett bidrag på utbetalningar. Lika delar, på öret, med resten på den sista; var och en förfaller den första arbetsdagen i sin del, för ett kvartal i dess första vecka, och aldrig före beslutet eller avtalet. Det finns ingen egenskap för valuta: alla belopp är svenska kronor. Med en referens tas den emot en gång: samma innehåll igen svarar med planen så som den nu står (200), annat innehåll 409.',
  'Plans in the order in which they were made, each with what of it is live and paid.':
    'Planer i den ordning de gjordes, var och en med vad som gäller och är betalt.',
  'The plan with its payments, each payable or held on the day.':
    'Planen med sina utbetalningar, var och en möjlig att betala eller stoppad den dagen.',
  'Replaces the instalments that nobody has approved yet: those are cancelled and others made, of the same amount unless told. Advances, reissues and what is approved, ordered, paid or returned are not touched. Conditions, payee, coding and service period of what is replaced go on unless others are given.':
    'Ersätter de delbetalningar som ingen har beslutsattesterat: de makuleras och andra görs, på samma belopp om inget annat anges. Förskott, utbetalningar på nytt och det som är beslutsattesterat, beställt, betalt eller i retur rörs inte. Villkor, mottagare, kontering och tjänsteperiod för det som ersätts gäller vidare om inget annat anges.',
  'Cancels a plan with all its payments, while nobody has approved any of them.':
    'Makulerar en plan med alla dess utbetalningar, så länge ingen har beslutsattesterat någon av dem.',
  'Payments of all plans by due date, each payable or held on the day (validOn, today unless told) with every reason. JSON, a page at a time, or CSV of all rows with Accept: text/csv.':
    'Utbetalningar i alla planer efter förfallodag, var och en möjlig att betala eller stoppad den dagen (validOn, i dag om inget annat anges) med alla skäl. JSON, en sida i taget, eller CSV med alla rader med Accept: text/csv.',
  'The payment with what it waits for; on the day (today unless told) payable, or held with every reason and the step that would release it.':
    'Utbetalningen med vad den väntar på; den dagen (i dag om inget annat anges) möjlig att betala, eller stoppad med alla skäl och det steg som skulle frisläppa den.',
  'Changes what is given of a payment that nobody has approved (JSON merge patch); demands If-Match. Whatever is changed but the remark is to be checked anew, by somebody else.':
    'Ändrar det som anges för en utbetalning som ingen har beslutsattesterat (JSON merge patch); kräver If-Match. När något annat än anmärkningen ändras ska den sakattesteras på nytt, av någon annan.',
  'Cancels a payment that nobody has approved. Its money can be planned anew.':
    'Makulerar en utbetalning som ingen har beslutsattesterat. Pengarna kan planeras på nytt.',
  'Holds a payment until somebody releases it, with the reason and the decision, if there is one.':
    'Håller inne en utbetalning tills någon släpper den, med anledningen och beslutet, om det finns något.',
  'Lets go a payment that was withheld, with the reason and the decision, if there is one. What else holds it goes on holding it.':
    'Släpper en utbetalning som hölls inne, med anledningen och beslutet, om det finns något. Det som annars stoppar den fortsätter att göra det.',
  'Sakattest: the payment is right, and goes to the account of the payee that is valid today. A held payment may be checked. Refused to whoever planned or changed the payment, whichever key they use. Limits in force must let the caller.':
    'Sakattest: utbetalningen är riktig, och går till det konto hos mottagaren som gäller i dag. En stoppad utbetalning får sakattesteras. Nekas den som har planerat eller ändrat utbetalningen, oavsett vilken nyckel som används. Beloppsgränser som gäller måste tillåta det.',
  'Beslutsattest, of a payment that somebody else has checked and that nothing holds. Refused to whoever planned or changed the payment, whichever key they use. Limits in force must let the caller.':
    'Beslutsattest av en utbetalning som någon annan har sakattesterat och som inget stoppar. Nekas den som har planerat eller ändrat utbetalningen, oavsett vilken nyckel som används. Beloppsgränser som gäller måste tillåta det.',
  'The payment is planned again and bound to no account. An approval is revoked first.':
    'Utbetalningen är planerad igen och inte bunden till något konto. En beslutsattest tas tillbaka först.',
  'The payment is checked again, until somebody approves it. Not once it is in a locked run.':
    'Utbetalningen är sakattesterad igen, tills någon beslutsattesterar den. Inte när den är med i en låst körning.',
  'Sakattest of up to 1000 payments with a result for each: what is refused changes nothing and stops nothing. Refused to whoever planned or changed the payment, whichever key they use. Limits in force must let the caller.':
    'Sakattest av upp till 1000 utbetalningar med ett resultat för var och en: det som nekas ändrar ingenting och stoppar ingenting. Nekas den som har planerat eller ändrat utbetalningen, oavsett vilken nyckel som används. Beloppsgränser som gäller måste tillåta det.',
  'Beslutsattest of up to 1000 payments with a result for each: what is refused changes nothing and stops nothing. Refused to whoever planned or changed the payment, whichever key they use. Limits in force must let the caller.':
    'Beslutsattest av upp till 1000 utbetalningar med ett resultat för var och en: det som nekas ändrar ingenting och stoppar ingenting. Nekas den som har planerat eller ändrat utbetalningen, oavsett vilken nyckel som används. Beloppsgränser som gäller måste tillåta det.',
  'Of a paid payment, all or a part (`amount`), once or bit by bit. What came back is to be planned anew, see reissue; the rest stays paid. What is asked back of it is withdrawn first.':
    'Av en betald utbetalning, allt eller en del (`amount`), på en gång eller bit för bit. Det som kom i retur ska planeras på nytt, se reissue; resten är fortsatt betald. Det som krävs tillbaka av den dras tillbaka först.',
  'Plans what came back, and was not issued anew yet, as a new payment of the same plan. It is checked and approved like any other, by others than who issued it.':
    'Planerar det som kom i retur, och inte redan har betalats ut på nytt, som en ny utbetalning i samma plan. Den sakattesteras och beslutsattesteras som andra, av andra än den som gjorde den.',
  'Of an approved payment in no run that nobody withholds: paid by hand, or before the service was taken into use, with the voucher and the reason.':
    'För en beslutsattesterad utbetalning som inte är med i någon körning och som ingen håller inne: betald för hand, eller innan tjänsten togs i bruk, med verifikationen och anledningen.',
  'From the paragraph of the committee by way of award, rules, agreement, plan, report, check, approval and run to the voucher, and what was returned or asked back: each with its time and who did it, as sections and as a list to read. Links that there are not are told. Contacts and signatories are not in it.':
    'Från nämndens paragraf genom bidrag, regler, avtal, plan, redovisning, sakattest, beslutsattest och körning till verifikationen, och det som kom i retur eller krävdes tillbaka: vart och ett med tid och vem som gjorde det, i avsnitt och som en lista att läsa. Länkar som saknas anges. Kontakter och undertecknare ingår inte.',
  'Where organisations are paid, or were.': 'Var organisationer får, eller fick, betalt.',
  'Registers where an organisation is paid. Of several accounts that are valid on a day the one whose validity began last is used, then the one registered last. Payments that are checked already still go to the account that was seen then.':
    'Registrerar var en organisation får betalt. Av flera konton som gäller en dag används det vars giltighet började sist, därefter det som registrerades sist. Utbetalningar som redan är sakattesterade går fortfarande till det konto som sågs då.',
  'The account as it was registered, and whether it was withdrawn.':
    'Kontot så som det registrerades, och om det drogs tillbaka.',
  'Takes the account out of use at once. Payments that were checked against it and not ordered yet are held until the check is revoked and made anew.':
    'Tar kontot ur bruk direkt. Utbetalningar som är sakattesterade mot det och inte är beställda stoppas tills sakattesten tas tillbaka och görs på nytt.',
  'What files to the bank begin with. 404 until it is said.':
    'Det som filer till banken börjar med. 404 tills det är angivet.',
  'Says who pays and from which account, or replaces what is said (then If-Match is demanded). The same content again changes nothing.':
    'Anger vem som betalar och från vilket konto, eller ersätter det som är angivet (då krävs If-Match). Samma innehåll igen ändrar ingenting.',
  'How much each key, token or role may check or approve.':
    'Hur mycket varje nyckel, token eller roll får sakattestera eller beslutsattestera.',
  'While any limit for an attestation is in force, whoever none of them names may do nothing of it; of several that name the caller the highest counts. Without limits there is none. The answer tells whom this leaves (`effect`).':
    'Så länge någon beloppsgräns för en attest gäller får den som ingen av dem anger inte göra någon sådan; av flera som anger samma person räknas den högsta. Utan beloppsgränser finns ingen gräns. Svaret säger vilka det lämnar kvar (`effect`).',
  'Changes the properties given (JSON merge patch); demands If-Match. What is attested stays so.':
    'Ändrar de egenskaper som anges (JSON merge patch); kräver If-Match. Det som är attesterat förblir det.',
  'Takes the limit away at once. When no limit is left for an attestation, there is none for anybody.':
    'Tar bort beloppsgränsen direkt. När ingen beloppsgräns är kvar för en attest finns ingen gräns för någon.',
  'The key or token as the service knows it: holder, scopes, roles and limits. For every known caller.':
    'Nyckeln eller token så som tjänsten känner den: innehavare, behörigheter, roller och beloppsgränser. För varje känd uppgiftslämnare.',
  'Runs by the day on which the bank is asked to pay.': 'Körningar efter den dag som banken ombeds betala.',
  'Collects approved payments that are due until the day, payable on the day of execution and in no other run. What is due and was left out is told with every reason; where nothing can be collected no run is made (409 `payment-run-empty`, with the same reasons). The day of execution is a banking day within a year, the next one unless told. Payments that look like doubles, and accounts that several payees share, are warned of. Send an Idempotency-Key: the same request without one collects another run.':
    'Samlar beslutsattesterade utbetalningar som förfaller till och med dagen, som kan betalas på betalningsdagen och inte är med i någon annan körning. Det som förfaller och lämnades utanför redovisas med alla skäl; när inget kan samlas görs ingen körning (409 `payment-run-empty`, med samma skäl). Betalningsdagen är en bankdag inom ett år, nästa om inget annat anges. Det varnas för utbetalningar som ser ut som dubbletter och konton som flera mottagare delar. Skicka en Idempotency-Key: samma anrop utan en samlar en körning till.',
  'The run, with what waits, was paid, was rejected and left it.':
    'Körningen, med det som väntar, betalades, avvisades och lämnade den.',
  'The payments in their order, those that left the run among them.':
    'Utbetalningarna i sin ordning, även de som lämnade körningen.',
  'Judges every payment anew, lets fall out what can no longer be paid, with its obstacles, and fixes who pays, who is paid and the control sum. The payments are ordered from now on.':
    'Prövar varje utbetalning på nytt, låter det falla ut som inte längre kan betalas, med sina hinder, och låser vem som betalar, vem som får betalt och kontrollsumman. Utbetalningarna är beställda från och med nu.',
  'Takes a payment out of a run that is not locked yet. It stays approved and can be collected again.':
    'Tar ut en utbetalning ur en körning som inte är låst. Den är fortsatt beslutsattesterad och kan samlas in igen.',
  'Gives up a run that was not exported. Its payments are approved as before and can be collected again.':
    'Avbryter en körning som inte är exporterad. Dess utbetalningar är beslutsattesterade som förut och kan samlas in igen.',
  'Marks a locked run as handed to the bank, unless its day of execution has passed (409 `execution-day-passed`); its file can be fetched from now on. Again it changes nothing: the message id is the same, so a file that is sent twice cannot be paid twice.':
    'Markerar en låst körning som lämnad till banken, om inte betalningsdagen har passerat (409 `execution-day-passed`); dess fil kan hämtas från och med nu. Att göra det igen ändrar ingenting: meddelandets id är detsamma, så en fil som skickas två gånger kan inte betalas två gånger.',
  'The exported run as ISO 20022 for the bank or as CSV for accounts payable, the same to the byte every time. Accept chooses between the two where format does not; who prefers application/json gets the file wrapped with its name and checksum. One that names a confidential organisation demands `personal-data:read` too.':
    'Den exporterade körningen som ISO 20022 för banken eller som CSV för leverantörsreskontran, densamma på byten varje gång. Accept väljer mellan de två när format inte gör det; den som föredrar application/json får filen med namn och kontrollsumma. En som namnger en sekretessbelagd organisation kräver även `personal-data:read`.',
  'Money that is asked back, by the day on which it is due, with what became of it until now.':
    'Pengar som krävs tillbaka, efter den dag de ska vara betalda, med vad det har blivit av dem.',
  'Records that money of an award is asked back, at most what was paid of its period and did not come back. It cites the clause of the rules on the day of the decision on the grant. What the rules would let the organisation keep is warned of and recorded all the same: the service records decisions. The same reference with the same content again answers the recovery that there is.':
    'Registrerar att pengar av ett bidrag krävs tillbaka, högst det som betalades för perioden och inte kom i retur. Det hänvisar till bestämmelsen i de regler som gällde den dag bidraget beslutades. Det som reglerna skulle låta organisationen behålla varnas det för, men det registreras ändå: tjänsten registrerar beslut. Samma referens med samma innehåll igen svarar med det återkrav som finns.',
  'The recovery with its movements and what is outstanding.': 'Återkravet med sina händelser och vad som återstår.',
  'Corrects the due date, the clause, the note, or the amount for a reason (JSON merge patch); demands If-Match. An amount is not corrected to less than has moved.':
    'Rättar förfallodagen, bestämmelsen, anmärkningen, eller beloppet av en anledning (JSON merge patch); kräver If-Match. Ett belopp rättas inte till mindre än vad som redan har hänt med det.',
  'Takes back a recovery that should not have been made, while nothing of it has moved.':
    'Drar tillbaka ett återkrav som inte skulle ha gjorts, så länge inget har hänt med det.',
  'Accepted reports with more unused money than the rules on the day of the decision let an organisation keep, and for which nothing is asked back yet. Computed and shown: asking back is a decision.':
    'Godkända redovisningar med mer oanvända pengar än vad reglerna på beslutsdagen låter en organisation behålla, och för vilka inget ännu krävs tillbaka. Räknas ut och visas: att kräva tillbaka är ett beslut.',
  'What each organisation was asked to repay and what became of it. JSON, a page at a time, or CSV of all rows with Accept: text/csv.':
    'Vad varje organisation har ombetts betala tillbaka och vad det har blivit av det. JSON, en sida i taget, eller CSV med alla rader med Accept: text/csv.',
  'Records money that came in, at most what is outstanding and not set off. The same reference with the same content again is recorded once.':
    'Registrerar pengar som kom in, högst det som återstår och inte ska kvittas. Samma referens med samma innehåll igen registreras en gång.',
  'Keeps a part back from a planned payment to the same organisation. The bank is asked to pay so much less, and it counts as recovered when the payment is paid. Who sets off neither checks nor approves that payment.':
    'Drar av en del från en planerad utbetalning till samma organisation. Banken ombeds betala så mycket mindre, och det räknas som återbetalat när utbetalningen är betald. Den som kvittar varken sakattesterar eller beslutsattesterar den utbetalningen.',
  'Records that a part, or all that is outstanding, was given up by a decision.':
    'Registrerar att en del, eller allt som återstår, efterskänktes genom ett beslut.',
  'Takes back a repayment or write-off that was recorded in error, or a set-off before its payment is approved: that payment is then to be checked anew.':
    'Tar tillbaka en återbetalning eller avskrivning som registrerades av misstag, eller en kvittning innan dess utbetalning är beslutsattesterad: den utbetalningen ska då sakattesteras på nytt.',
  'Takes a file of decision lines: xlsx, xls, ods, CSV, JSON, NDJSON, a table of HTML or Markdown, packed with gzip or not; its content tells what it is. The same file twice changes nothing the second time. The report tells what came of each row. With `Prefer: respond-async` a job does it: 202 at once, and the import at Location tells how far it came.':
    'Tar emot en fil med beslutsrader: xlsx, xls, ods, CSV, JSON, NDJSON, en tabell i HTML eller Markdown, packad med gzip eller inte; innehållet säger vad den är. Samma fil två gånger ändrar ingenting den andra gången. Rapporten säger vad det blev av varje rad. Med `Prefer: respond-async` gör ett jobb det: 202 direkt, och inläsningen på Location säger hur långt den har kommit.',
  'Files that were sent, refused ones and dry runs among them.':
    'Filer som har skickats, även de som inte godtogs och provkörningar.',
  'Headings that are understood, one row as an example, and the words that cells may hold.':
    'Rubriker som förstås, en rad som exempel, och de ord som celler får innehålla.',
  'What came of a file.': 'Vad det blev av en fil.',
  'Ends an import that a job does: at once where it is queued, else shortly. Nothing of it remains.':
    'Avbryter en inläsning som ett jobb gör: direkt när den står i kö, annars inom kort. Inget av den blir kvar.',
  'The report of an import, row by row in the order of the file, then what the file no longer holds.':
    'Rapporten för en inläsning, rad för rad i filens ordning, och sedan det som filen inte längre innehåller.',
  'Takes what became of payments, by end-to-end id: paid with day and voucher number, or rejected with the reason, which plans the payment again. As JSON, as CSV or another file that imports take, with headings in English or Swedish, or as the bank’s own: `pain.002` (03, 10), `camt.053` and `camt.054` (02, 08), by which what came back is recorded too. One bad row, and nothing is done, also where it says another amount than what was asked of the bank; the same file again changes nothing, but adds a voucher number that was not told before. Rows of no payment of this run are told.':
    'Tar emot vad som hände med utbetalningarna, efter end-to-end-id: betald med dag och verifikationsnummer, eller avvisad med skälet, vilket planerar utbetalningen igen. Som JSON, som CSV eller en annan fil som importer tar emot, med rubriker på engelska eller svenska, eller som bankens egen: `pain.002` (03, 10), `camt.053` och `camt.054` (02, 08), genom vilka även det som kom tillbaka registreras. En enda felaktig rad, och ingenting görs, även när den anger ett annat belopp än det som banken ombads betala. Samma fil igen ändrar ingenting, men lägger till ett verifikationsnummer som inte har lämnats förut. Rader som inte gäller någon utbetalning i körningen redovisas.',
  'What files of the bank told and no payment was found for: by the day of booking. Those of `status=unmatched` wait for somebody.':
    'Det som bankens filer har redovisat och som ingen utbetalning hittades för, efter bokföringsdag. De med `status=unmatched` väntar på någon.',
  'By hand: a debit confirms the payment as paid on the day of booking, a credit records it as returned, all or a part, by the rules by which a file does. The amount of a debit is that of the payment, to the öre. What was dismissed can be matched still.':
    'För hand: ett uttag bekräftar att utbetalningen betalades på bokföringsdagen, en insättning registrerar den som returnerad, helt eller delvis, efter samma regler som för en fil. Uttagets belopp är utbetalningens, på öret. Det som har lagts åt sidan kan fortfarande matchas.',
  'Puts aside what is of no payment here, with the reason. It stays readable, and can be matched still.':
    'Lägger åt sidan det som inte hör till någon utbetalning här, med skälet. Det går fortfarande att läsa, och att matcha.',
  'Files of organisations, agreements and payments, refused ones and dry runs among them.':
    'Filer med organisationer, avtal och utbetalningar, även de som inte godtogs och provkörningar.',
  'Headings that are understood, a row as an example, and the words that cells may hold.':
    'Rubriker som förstås, en rad som exempel, och de ord som celler får innehålla.',
  'Row by row, in the order of the file.': 'Rad för rad, i filens ordning.',
  'Takes a file of associations, in every format of decisions. Each is found by reference, number or name; the same file twice changes nothing, and what was corrected by hand stays.':
    'Tar emot en fil med föreningar, i alla format som beslut tas emot i. Var och en hittas på referens, nummer eller namn; samma fil två gånger ändrar ingenting, och det som har rättats för hand står kvar.',
  'Takes a file of agreements, with parties that are registered, terms as they are stated, and amounts. The same file twice changes nothing; what is signed is amended or corrected by hand.':
    'Tar emot en fil med avtal, med parter som är registrerade, avtalstider så som de anges, och belopp. Samma fil två gånger ändrar ingenting; det som är undertecknat ändras eller rättas för hand.',
  'Takes a file of payments that were made before the service was taken into use, each of a registered award. The same file twice changes nothing; never is more paid than is granted.':
    'Tar emot en fil med utbetalningar som gjordes innan tjänsten togs i bruk, var och en av ett registrerat bidrag. Samma fil två gånger ändrar ingenting; aldrig betalas mer än vad som är beviljat.',
  'Takes a file of schemes with their deadlines and status. Each is found again by scheme_id, so that the same file twice changes nothing the second time. Answers what came of each row.':
    'Tar emot en fil med bidragsformer med sista ansökningsdagar och status. Var och en hittas igen på scheme_id, så att samma fil två gånger inte ändrar något den andra gången. Svarar med vad det blev av varje rad.',
  'The entries that every total is a sum of, in the order in which they were recorded. They are appended and never changed: a correction is an entry of the difference. Each names the event that it follows from.':
    'De poster som varje summa är en summa av, i den ordning de registrerades. De läggs till och ändras aldrig: en rättelse är en post med skillnaden. Var och en anger den händelse som den följer av.',
  'Sums of the ledger, exact to the öre, per year, scheme, organisation, body and outcome, as known now or at an earlier instant. A joint award is one joint row. JSON, or CSV with Accept: text/csv.':
    'Huvudbokens summor, exakta på öret, per år, bidragsform, organisation, organ och utfall, så som de är kända nu eller var kända vid en tidigare tidpunkt. Ett gemensamt bidrag är en gemensam rad. JSON, eller CSV med Accept: text/csv.',
  'How many applications came to what. One that was referred back and then granted counts once, by its latest outcome; a joint one counts once.':
    'Hur många ansökningar som fick vilket utfall. En som återremitterades och sedan beviljades räknas en gång, med sitt senaste utfall; en gemensam räknas en gång.',
  'Organisations that were granted something in each of so many years on end, by the year of the decision or the year that the grant is for. With yearTo only those whose run goes on up to that year. What is only paid, published or proposed is no grant.':
    'Organisationer som beviljades något så många år i rad, efter beslutets år eller det år som bidraget gäller. Med yearTo bara de vars följd når fram till det året. Det som bara är betalt, publicerat eller föreslaget är inget bidrag.',
  [`Statistics with a name, and the columns of their rows:

\`year-on-year\`: What was decided and what was paid in each year, and how it differs from the year before (year, granted, grantedChange, grantedChangePercent, paid, paidChange, paidChangePercent, unknownCount).
\`paid-per-month\`: What was paid, sent back and recovered in each month (month, paid, returned, recovered).
\`target-groups\`: How much of what was granted in each year goes to each target group, as the decision lines state it (year, targetGroup, granted, percent, unknownCount).
\`top-recipients\`: Who was granted most by decisions of the years, and what they were paid in them; at most rowCount rows (recipients, granted, paid, unknownCount).
\`agreements-in-force\`: How many agreements are in force in each year, and what they commit the municipality to (year, inForceCount, possiblyInForceCount, minAmount, maxAmount, rangeCertainty, unknownCount, funded, fundedUnknownCount).
\`reports\`: How many reports that were due in each year came on time, late or not at all, as of today (year, reportCount, onTimeCount, lateCount, missingCount, notDueCount, waivedCount).
\`indicators\`: How many indicators of reports reached their goal, by the year in which the period of the report ends (year, description, unit, indicatorCount, reachedCount, belowCount, notStatedCount).
\`commitments\`: What parties undertake in each year, and what reports tell of it (year, agreementId, commitmentKey, description, unit, minQuantity, maxQuantity, rangeCertainty, achieved, achievedCertainty, difference).
\`in-kind\`: What is put in besides money, at its worth (year, contributor, contributionKind, contributionCount, minAmount, maxAmount, rangeCertainty, unknownCount).
\`processing-times\`: How long applications of each scheme waited for their decision, by the year of that (year, schemeId, schemeName, applicationCount, unknownCount, averageDays, medianDays).

A parameter that a series does not heed is refused.`]: `Nyckeltal med namn, och kolumnerna i deras rader:

\`year-on-year\`: Vad som beslutades och vad som betalades varje år, och hur det skiljer sig från året före (year, granted, grantedChange, grantedChangePercent, paid, paidChange, paidChangePercent, unknownCount).
\`paid-per-month\`: Vad som betalades, kom i retur och återbetalades varje månad (month, paid, returned, recovered).
\`target-groups\`: Hur mycket av det som beviljades varje år som går till varje målgrupp, så som beslutsraderna anger det (year, targetGroup, granted, percent, unknownCount).
\`top-recipients\`: Vilka som beviljades mest genom årens beslut, och vad de fick betalt under dem; högst rowCount rader (recipients, granted, paid, unknownCount).
\`agreements-in-force\`: Hur många avtal som gäller varje år, och vad de binder kommunen till (year, inForceCount, possiblyInForceCount, minAmount, maxAmount, rangeCertainty, unknownCount, funded, fundedUnknownCount).
\`reports\`: Hur många redovisningar som skulle in varje år som kom i tid, för sent eller inte alls, per i dag (year, reportCount, onTimeCount, lateCount, missingCount, notDueCount, waivedCount).
\`indicators\`: Hur många indikatorer i redovisningar som nådde sitt mål, efter det år som redovisningens period slutar (year, description, unit, indicatorCount, reachedCount, belowCount, notStatedCount).
\`commitments\`: Vad parter åtar sig varje år, och vad redovisningar säger om det (year, agreementId, commitmentKey, description, unit, minQuantity, maxQuantity, rangeCertainty, achieved, achievedCertainty, difference).
\`in-kind\`: Vad parter bidrar med utöver pengar, till sitt värde (year, contributor, contributionKind, contributionCount, minAmount, maxAmount, rangeCertainty, unknownCount).
\`processing-times\`: Hur länge ansökningar inom varje bidragsform väntade på sitt beslut, efter beslutets år (year, schemeId, schemeName, applicationCount, unknownCount, averageDays, medianDays).

En parameter som ett nyckeltal inte tar hänsyn till godtas inte.`,
  'From grant to payment and back, unpaid of what was granted and unspent of budgets; by the year of the decision, of the grant or of the payment, as known now or at an earlier instant. With closings=keep closed years stay as they were closed. JSON, or CSV with Accept: text/csv.':
    'Från bidrag till utbetalning och tillbaka, det obetalda av det beviljade och det outnyttjade av budgetar; efter året för beslutet, bidraget eller utbetalningen, så som det är känt nu eller var känt vid en tidigare tidpunkt. Med closings=keep är stängda år så som de stängdes. JSON, eller CSV med Accept: text/csv.',
  'Answers why a year has changed since: each change with its amount, the decision that it is of, what was done, by whom and why, and what all of them come to by kind. Figures known at the one instant and these sum to the figures known at the other.':
    'Svarar på varför ett år har ändrats sedan dess: varje ändring med sitt belopp, det beslut den gäller, vad som gjordes, av vem och varför, och vad alla tillsammans blir per slag. Siffrorna så som de var kända vid den ena tidpunkten och dessa blir tillsammans de som var kända vid den andra.',
  'The closed years, in the order in which they were closed.': 'De stängda åren, i den ordning de stängdes.',
  'The figures of the year stay what is known at this instant. Nothing is refused afterwards: what is recorded later is an adjustment with its day.':
    'Årets siffror förblir vad som är känt i det här ögonblicket. Inget nekas därefter: det som registreras senare är en justering med sin dag.',
  'Takes the closing back; the year can be closed anew.': 'Tar tillbaka stängningen; året kan stängas på nytt.',
  'The totals of the year as they were closed and as they are now, and what was recorded between, by day and kind. Closed figures and adjustments sum to the present ones.':
    'Årets summor så som de stängdes och så som de är nu, och vad som har registrerats däremellan, per dag och slag. Stängda siffror och justeringar blir tillsammans de nuvarande.',
  'All rows of one snapshot, flat, with names joined in, in the order of id. The header Changed-Until is the next changedSince, the trailer Row-Count the number of rows; what is cut off ends without it, as a broken connection. Columns: docs/exports.md.':
    'Alla rader i en ögonblicksbild, platta, med namn, i id-ordning. Huvudet Changed-Until är nästa changedSince, trailern Row-Count antalet rader; det som klipps av slutar utan den, som en bruten förbindelse. Kolumner: docs/exports.md.',
  'Everything that was done, oldest first: audit log, and with after the change feed, in the order of commits.':
    'Allt som har gjorts, äldst först: en logg, och med after ändringsflödet, i den ordning det sparades.',
  'To whom events are told, and how far each has come.':
    'Vilka som får veta om händelser, och hur långt var och en har kommit.',
  'Events are sent from the feed, signed (Standard Webhooks), as CloudEvents: each at least once, those of a record in order. The secret is answered this once. Demands events:read as well.':
    'Händelser skickas från flödet, signerade (Standard Webhooks), som CloudEvents: var och en minst en gång, de för en post i ordning. Hemligheten visas bara den här gången. Kräver också events:read.',
  'Nothing is sent until it is resumed; then all that happened meanwhile is.':
    'Inget skickas förrän den återupptas; då skickas allt som hände under tiden.',
  'Goes on where it was; also after the receiver has answered 410.':
    'Fortsätter där den var; också efter att mottagaren har svarat 410.',
  'Answers the new secret this once. Both sign until the old one expires.':
    'Svarar med den nya hemligheten bara den här gången. Båda signerar tills den gamla går ut.',
  'Sends an event of the type webhook.test.': 'Skickar en händelse av typen webhook.test.',
  'Sends one delivery again, or the events of a range, with the ids that they had.':
    'Skickar en leverans igen, eller händelserna i ett intervall, med de id:n de hade.',
  'What was sent, with every attempt; what is not read from the feed yet is not there.':
    'Vad som har skickats, med varje försök; det som ännu inte är läst ur flödet finns inte med.',
  "As by id; the survivor of what was merged. Demands the record's scope of reading.":
    'Som med id; för det som har slagits ihop den som finns kvar. Kräver postens behörighet att läsa.',
  "Registers it (201), or changes what is sent: null clears, what is left out stays. The content that was received last changes nothing, also where it was corrected since. If-Match is heeded and not demanded. Demands the record's scope of writing.":
    'Registrerar den (201), eller ändrar det som skickas: null tömmer, det som utelämnas står kvar. Det innehåll som senast togs emot ändrar ingenting, också när det har rättats sedan dess. If-Match beaktas men krävs inte. Kräver postens behörighet att skriva.',
  'Up to 1000 rows, each received as PUT by reference would receive it, in their order and in one transaction. A row that is refused is told with its problem, and the others stand; with atomic all are refused (422). Each row demands the scope of its record.':
    'Upp till 1000 rader, var och en mottagen så som PUT med referens skulle ta emot den, i sin ordning och i en transaktion. En rad som inte godtas får sitt problem, och de andra står kvar; med atomic nekas alla (422). Varje rad kräver sin posts behörighet.',
  'Of the decision, agreement, payment or organisation of the id, as HTML or PDF. yearlyStatement demands the scopes of all that it tells. Confidential parts are left out.':
    'Om beslutet, avtalet, utbetalningen eller organisationen med id:t, som HTML eller PDF. yearlyStatement kräver behörigheterna för allt som den berättar. Sekretess utelämnas.',
  'The template in use; what it may name: docs/papers.md.': 'Mallen som används; vad den får nämna: docs/papers.md.',
  'Tries the template and puts it in place for HTML and PDF (docs/papers.md). Faults are told with their lines. A later change demands If-Match.':
    'Prövar mallen och tar den i bruk för HTML och PDF (docs/papers.md). Fel anges med sina rader. En senare ändring kräver If-Match.',
  'Ends and last notice days of agreements, windows, documents and eligibility that expire, delegated decisions to report, ends of the time of review, reports, assignments and recoveries that are due, by day. For every known caller, of what it may read.':
    'Avtal som upphör och deras sista dagar för uppsägning, ansökningsperioder, handlingar och bidragsberättiganden som går ut, delegationsbeslut att anmäla, tider för laglighetsprövning som går ut, redovisningar, uppdrag och återkrav, efter dag. För varje känd anropare, av det som den får läsa.',
  'Which kinds of what comes up are reminded of, and how many days before. 404 until it is said.':
    'Vilka slag det påminns om, och hur många dagar före. 404 tills det har angetts.',
  'Says what is reminded of and when, or replaces what is said (then If-Match is demanded). A reminder is an event, given once for a record, its day and so many days before it. The same content again changes nothing.':
    'Anger vad det påminns om och när, eller ersätter det som är angivet (då krävs If-Match). En påminnelse är en händelse, som ges en gång för en post, dess dag och antalet dagar före. Samma innehåll igen ändrar ingenting.',
  'In the order in which they came.': 'I den ordning de kom in.',
  'Its bytes with their own Content-Type, or a form. Type, name and bytes must agree: docs/files.md.':
    'Innehållet med sin egen Content-Type, eller ett formulär. Typ, namn och innehåll måste stämma överens: docs/files.md.',
  'What is known of it.': 'Uppgifterna om den.',
  'Erases its bytes for good; the record stays. 409 while a record names it.':
    'Raderar innehållet för gott; posten finns kvar. 409 så länge en post hänvisar till den.',
  'Its bytes, with their own Content-Type. Of a confidential organisation also `personal-data:read` is demanded.':
    'Innehållet, med sin egen Content-Type. För en sekretessbelagd organisation krävs även `personal-data:read`.',
  'Anybody fetches the file there, for FILE_ADDRESS_MINUTES.':
    'Vem som helst hämtar filen där, under FILE_ADDRESS_MINUTES.'
}
