/** What a step of a trail is about. */
export const stepKinds = [
  'application',
  'decision',
  'finality',
  'appeal',
  'award',
  'rules',
  'agreement',
  'plan',
  'condition',
  'change',
  'check',
  'approval',
  'run',
  'bank',
  'return',
  'setOff',
  'recovery'
] as const
export type StepKind = (typeof stepKinds)[number]
