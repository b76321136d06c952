import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ 'approval-limit': 'Beloppsgränsen' }),
  ...rulesOf({
    'plan-not-valid': {
      title: 'The plan breaks rules of a plan',
      meaning:
        'Amounts, days, periods or conditions of the plan contradict each other or the award. All are in violations.',
      remedy: 'Correct every violation and send the plan again. Nothing of it was made.',
      sv: {
        title: 'Planen bryter mot reglerna för utbetalningsplaner',
        meaning:
          'Belopp, dagar, perioder eller villkor i planen säger emot varandra eller bidraget. Alla fel räknas upp i violations.',
        remedy: 'Rätta alla fel och skicka planen igen. Inget av den har skapats.'
      }
    },
    'payment-plan-differs': {
      title: 'The reference is of another plan',
      meaning: 'A plan was received under this reference with other content.',
      remedy: 'Plan that one anew, or send this one under a reference of its own.',
      sv: {
        title: 'Referensen hör till en annan plan',
        meaning: 'En plan med ett annat innehåll har tagits emot med den här referensen.',
        remedy: 'Planera om den, eller skicka den här med en egen referens.'
      }
    },
    'payment-plan-withdrawn': {
      title: 'The plan has been cancelled',
      meaning: 'A cancelled plan is neither changed nor made again by the same content.',
      remedy: 'Send another plan, under a reference of its own.',
      sv: {
        title: 'Planen är makulerad',
        meaning: 'En makulerad plan ändras inte, och skapas inte på nytt av samma innehåll.',
        remedy: 'Skicka en ny plan med en egen referens.'
      }
    },
    'payment-plan-in-progress': {
      title: 'A payment of the plan is approved or paid',
      meaning: 'Only a plan of which nobody has approved anything is cancelled as a whole.',
      remedy: 'Revoke the approval, cancel the remaining payments one by one, or plan them anew.',
      sv: {
        title: 'En utbetalning i planen är beslutsattesterad eller betald',
        meaning: 'Bara en plan där ingen har beslutsattesterat något makuleras som helhet.',
        remedy: 'Ta tillbaka beslutsattesten, makulera de återstående utbetalningarna en för en, eller planera om dem.'
      }
    },
    'award-not-exact': {
      title: 'What the award gives is not known exactly',
      meaning: 'A plan is held against an exact amount; this one is approximate, not stated, unknown or confidential.',
      remedy: 'Correct the line of the decision first.',
      sv: {
        title: 'Bidragets belopp är inte exakt känt',
        meaning:
          'En plan prövas mot ett exakt belopp; det här är ungefärligt, inte angivet, okänt eller sekretessbelagt.',
        remedy: 'Rätta beslutsraden först.'
      }
    },
    'award-exceeded': {
      title: 'It goes beyond the award',
      meaning:
        'The live payments of a period never come to more than the award gives for it. The members granted, planned and left tell the amounts in kronor.',
      remedy: 'Plan no more than is left, or cancel other payments of the award first.',
      sv: {
        title: 'Bidraget överskrids',
        meaning:
          'En periods gällande utbetalningar blir aldrig tillsammans större än vad bidraget ger för perioden. Fälten granted, planned och left anger beloppen i kronor.',
        remedy: 'Planera högst det som återstår, eller makulera först andra utbetalningar av bidraget.'
      }
    },
    'payment-withdrawn': {
      title: 'The payment has been cancelled',
      meaning: 'A cancelled payment is not changed any more.',
      remedy: 'Plan its money anew.',
      sv: {
        title: 'Utbetalningen är makulerad',
        meaning: 'En makulerad utbetalning ändras inte mer.',
        remedy: 'Planera pengarna på nytt.'
      }
    },
    'payment-approved': {
      title: 'The payment is approved',
      meaning: 'What somebody has approved is paid as it was approved.',
      remedy: 'Revoke the approval first.',
      sv: {
        title: 'Utbetalningen är beslutsattesterad',
        meaning: 'Det som är beslutsattesterat betalas som det var då.',
        remedy: 'Ta tillbaka beslutsattesten först.'
      }
    },
    'payment-ordered': {
      title: 'The payment is in a locked run',
      meaning: 'The bank has been asked to pay it, or is about to be.',
      remedy: 'Wait for the confirmation of the run.',
      sv: {
        title: 'Utbetalningen är med i en låst körning',
        meaning: 'Banken har ombetts att betala den, eller ska just ombes.',
        remedy: 'Vänta på körningens bekräftelse.'
      }
    },
    'payment-paid': {
      title: 'The payment is paid',
      meaning: 'What was paid stays as it was paid.',
      remedy: 'Money that should not have been paid is asked back by a recovery.',
      sv: {
        title: 'Utbetalningen är betald',
        meaning: 'Det som är betalt ligger fast som det betalades.',
        remedy: 'Pengar som inte skulle ha betalats ut begärs tillbaka genom ett återkrav.'
      }
    },
    'payment-returned': {
      title: 'The payment was returned by the bank',
      meaning: 'It was paid and came back.',
      remedy: 'What came back is paid anew by a payment of its own (reissue).',
      sv: {
        title: 'Utbetalningen kom i retur från banken',
        meaning: 'Den betalades och kom tillbaka.',
        remedy: 'Det som kom tillbaka betalas ut på nytt genom en egen utbetalning (reissue).'
      }
    },
    'payment-withheld': {
      title: 'The payment is withheld',
      meaning: 'Somebody withholds it, with a reason that it tells.',
      remedy: 'Release it first.',
      sv: {
        title: 'Utbetalningen hålls inne',
        meaning: 'Någon håller inne den, med ett skäl som den visar.',
        remedy: 'Frisläpp den först.'
      }
    },
    'payment-not-withheld': {
      title: 'Nobody withholds the payment',
      meaning: 'There is nothing to release. What else holds it is released by other steps, which it tells.',
      remedy: 'Read the payment: every reason names the step that would release it.',
      sv: {
        title: 'Ingen håller inne utbetalningen',
        meaning: 'Det finns inget att frisläppa. Det andra som stoppar den löses med andra steg, som den visar.',
        remedy: 'Läs utbetalningen: varje skäl anger vilket steg som löser det.'
      }
    },
    'payment-set-off': {
      title: 'Something is set off against the payment',
      meaning: 'A payment cannot vanish, or become less, than what is set off against it.',
      remedy: 'Withdraw the set-off of the recovery first.',
      sv: {
        title: 'Något kvittas mot utbetalningen',
        meaning: 'En utbetalning kan inte försvinna, eller bli mindre, än det som kvittas mot den.',
        remedy: 'Dra först tillbaka återkravets kvittning.'
      }
    },
    'attester-changed-payment': {
      title: 'Whoever planned or changed a payment does not attest it',
      meaning:
        'The person, key or token that was authenticated planned the payment, or changed it since. Two keys of one person are one; X-Sent-By counts for nothing.',
      remedy: 'Let somebody else, with a key or token of their own, check and approve it.',
      sv: {
        title: 'Den som planerade eller ändrade en utbetalning attesterar den inte',
        meaning:
          'Den person, nyckel eller token som loggade in har planerat utbetalningen, eller ändrat den sedan dess. Två nycklar för en person räknas som en; X-Sent-By räknas inte alls.',
        remedy: 'Låt någon annan, med egen nyckel eller token, attestera den.'
      }
    },
    'attester-checked-payment': {
      title: 'Whoever checked a payment does not approve it',
      meaning: 'The check and the approval of a payment are of two different persons, keys or tokens.',
      remedy: 'Let somebody else, with a key or token of their own, approve it.',
      sv: {
        title: 'Den som sakattesterade en utbetalning beslutsattesterar den inte',
        meaning: 'Sakattest och beslutsattest av en utbetalning görs av två olika personer, nycklar eller token.',
        remedy: 'Låt någon annan, med egen nyckel eller token, beslutsattestera den.'
      }
    },
    'attester-registered-account': {
      title: 'Whoever registered the account does not attest what goes there',
      meaning:
        'The person, key or token that was authenticated registered the account that the payment goes to: to say where money goes, and that it is to go, takes two.',
      remedy: 'Let somebody else, with a key or token of their own, check and approve it.',
      sv: {
        title: 'Den som registrerade kontot attesterar inte det som går dit',
        meaning:
          'Den person, nyckel eller token som loggade in har registrerat det konto som utbetalningen går till. Att säga vart pengar går, och att de ska gå, kräver två.',
        remedy: 'Låt någon annan, med egen nyckel eller token, attestera den.'
      }
    },
    'approval-limit-missing': {
      title: 'No limit lets the caller attest',
      meaning:
        'Limits are in force for this attestation, and none of them names the key, the token or one of its roles.',
      remedy: 'See GET …/caller. Whoever decides about attestation registers a limit, or somebody else attests.',
      sv: {
        title: 'Ingen beloppsgräns låter anroparen attestera',
        meaning:
          'Beloppsgränser gäller för den här attesten, och ingen av dem anger nyckeln, token eller någon av dess roller.',
        remedy: 'Se GET …/caller. Den som beslutar om attest registrerar en gräns, eller så attesterar någon annan.'
      }
    },
    'approval-limit-exceeded': {
      title: 'The payment is beyond the limit of the caller',
      meaning: 'The payment is larger than the highest limit in force that names the caller.',
      remedy: 'Let somebody with a higher limit attest it.',
      sv: {
        title: 'Utbetalningen överskrider anroparens beloppsgräns',
        meaning: 'Utbetalningen är större än den högsta gällande gräns som anger anroparen.',
        remedy: 'Låt någon med en högre gräns attestera den.'
      }
    },
    'payment-not-as-seen': {
      title: 'The payment is not the one that was seen',
      meaning:
        'The attestation says which version, or which account of the payee, was seen; the payment has changed since, or would go to another account.',
      remedy: 'Read the payment again, and the accounts of its payee; then attest it as it is.',
      sv: {
        title: 'Utbetalningen är inte den som attestanten såg',
        meaning:
          'Attesten säger vilken version, eller vilket av mottagarens konton, som sågs. Utbetalningen har ändrats sedan dess, eller skulle gå till ett annat konto.',
        remedy: 'Läs utbetalningen och mottagarens konton igen; attestera den sedan som den är.'
      }
    },
    'payment-held': {
      title: 'The payment is held',
      meaning: 'Something that the payment waits for has not come; holds tells every reason.',
      remedy: 'Do what the reasons ask for, then approve it again.',
      sv: {
        title: 'Utbetalningen är stoppad',
        meaning: 'Något som utbetalningen väntar på har inte kommit; holds anger alla skäl.',
        remedy: 'Gör det som skälen kräver och attestera sedan igen.'
      }
    },
    'payment-checked': {
      title: 'The payment is checked already',
      meaning: 'Somebody has checked it, and nothing has changed since.',
      remedy: 'Approve it, or revoke the check first.',
      sv: {
        title: 'Utbetalningen är redan sakattesterad',
        meaning: 'Någon har sakattesterat den, och ingenting har ändrats sedan dess.',
        remedy: 'Beslutsattestera den, eller ta först tillbaka sakattesten.'
      }
    },
    'payment-not-checked': {
      title: 'The payment is not checked',
      meaning: 'A payment is checked by one and then approved by another. A change of it takes both away.',
      remedy: 'Let somebody check it first.',
      sv: {
        title: 'Utbetalningen är inte sakattesterad',
        meaning:
          'En utbetalning sakattesteras av en person och beslutsattesteras sedan av en annan. Om den ändras faller båda bort.',
        remedy: 'Låt någon sakattestera den först.'
      }
    },
    'payee-account-missing': {
      title: 'The payee has no account',
      meaning: 'No account of the payee is valid today, so there is nothing that could be checked.',
      remedy: 'Register an account of the organisation, then check the payment.',
      sv: {
        title: 'Mottagaren har inget konto',
        meaning: 'Inget av mottagarens konton gäller i dag, så det finns inget att sakattestera.',
        remedy: 'Registrera ett konto för organisationen och sakattestera sedan utbetalningen.'
      }
    },
    'approval-limit-of-oneself': {
      title: 'Nobody sets a limit of their own',
      meaning: 'The limit names the key, another key of the same person, the token or a role of whoever asks.',
      remedy: 'Let somebody else register, change or withdraw it.',
      sv: {
        title: 'Ingen sätter sin egen beloppsgräns',
        meaning: 'Gränsen anger nyckeln, en annan nyckel för samma person, token eller en roll som anroparen har.',
        remedy: 'Låt någon annan registrera, ändra eller dra tillbaka den.'
      }
    },
    'approval-limit-not-valid': {
      title: 'The limit is not valid',
      meaning: 'The holder is no key of this municipality, or the validity ends before it begins.',
      remedy: 'See violations; keys list names the ids of keys.',
      sv: {
        title: 'Beloppsgränsen är inte giltig',
        meaning: 'Innehavaren är ingen nyckel i den här kommunen, eller så slutar giltigheten innan den börjar.',
        remedy: 'Se violations; keys list visar nycklarnas id.'
      }
    },
    'payment-in-live-run': {
      title: 'The payment is in a run already',
      meaning: 'A payment is in one live run at most, so that it cannot be paid twice.',
      remedy: 'Find the run with paymentId, and take the payment out of it.',
      sv: {
        title: 'Utbetalningen är redan med i en körning',
        meaning: 'En utbetalning är med i högst en pågående körning, så att den inte kan betalas två gånger.',
        remedy: 'Leta upp körningen med paymentId, och ta ut utbetalningen ur den.'
      }
    },
    'agreement-ended': {
      title: 'The agreement has ended',
      meaning: 'Nothing more is done to an agreement that has ended, but corrections.',
      remedy: 'Correct it if the end was recorded by mistake.',
      sv: {
        title: 'Avtalet har upphört',
        meaning: 'Inget mer görs med ett avtal som har upphört, utom rättelser.',
        remedy: 'Rätta det om slutet registrerades av misstag.'
      }
    },
    'payment-planned': {
      title: 'The payment is planned',
      meaning: 'It has not come as far as this step demands.',
      remedy: 'Read the payment: its status tells where it stands.',
      sv: {
        title: 'Utbetalningen är planerad',
        meaning: 'Den har inte kommit så långt som det här steget kräver.',
        remedy: 'Läs utbetalningen: dess status visar var den står.'
      }
    }
  })
}
