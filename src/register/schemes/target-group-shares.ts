import { Percent, Strict, Text } from '../../platform/http/schemas.ts'

/** How much goes to a target group, of what is applied for as of what is decided. */
export const TargetGroupShare = Strict(
  {
    targetGroup: Text('The group, in the words of the targets', 200, 'barn och unga'),
    percent: Percent('Per cent', 40)
  },
  { title: 'TargetGroupShare' }
)
