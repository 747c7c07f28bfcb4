import { decisionOrder } from '../../components/index.ts'
import {
  noticeGrounds,
  noticeOutcomes,
  noticeStates,
  withdrawalCauses,
} from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'

const measures = [
  'remove',
  'disable',
  'demote',
  'label',
  'restrict-age',
  'restrict-interaction',
  'other-visibility',
  'hold-funds',
  'end-payments',
  'other-payments',
  'suspend-service',
  'suspend-service-in-part',
  'end-service',
  'end-service-in-part',
  'suspend-account',
  'end-account',
] as const
const endings = ['expired', 'reversed', 'replaced', 'withdrawn'] as const
const appealStates = ['open', 'withdrawn', 'decided'] as const
const appealOutcomes = ['upheld', 'rejected', 'accepted', 'not-accepted'] as const

type Terms = Readonly<
  Record<
    | 'ground'
    | 'noticeState'
    | 'noticeOutcome'
    | 'withdrawalCause'
    | 'measure'
    | 'ended'
    | 'appealState'
    | 'appealOutcome'
    | 'decision',
    (code: string) => string
  >
>

/** Words for the codes of procedures; an unknown code is shown unchanged. */
export function useTerms(): Terms {
  const { t } = useText()
  const word =
    <const C extends string>(codes: readonly C[], wordOf: (code: C) => string) =>
    (code: string): string => {
      const known = codes.find((one) => one === code)
      return known === undefined ? code : wordOf(known)
    }
  return {
    ground: word(noticeGrounds, (code) => t(`notice-ground.${code}`)),
    noticeState: word(noticeStates, (code) => t(`notice-state.${code}`)),
    noticeOutcome: word(noticeOutcomes, (code) => t(`notice-outcome.${code}`)),
    withdrawalCause: word(withdrawalCauses, (code) => t(`seller-account.withdrawn.${code}`)),
    measure: word(measures, (code) => t(`measure.${code}`)),
    ended: word(endings, (code) => t(`seller-account.ended.${code}`)),
    appealState: word(appealStates, (code) => t(`appeal-state.${code}`)),
    appealOutcome: word(appealOutcomes, (code) => t(`appeal-outcome.${code}`)),
    decision: word(decisionOrder, (code) => t(`decision.${code}`)),
  }
}
