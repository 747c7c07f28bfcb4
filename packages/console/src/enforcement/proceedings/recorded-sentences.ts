import type { ProceedingView } from '@touchstone/contract'
import type { Text } from '../../messages/index.ts'
import type { RegimeWords } from '../regime-components/index.ts'

type Recorded = Pick<ProceedingView, 'instances' | 'deadlines'>

/** What an action changed, one sentence for each step and each deadline that began. */
export function recordedSentences(
  { t, time }: Pick<Text, 't' | 'time'>,
  words: Pick<RegimeWords, 'step' | 'state' | 'limit'>,
  before: Recorded,
  after: Recorded,
): string[] {
  const steps = after.instances.flatMap(({ id, workflow, origin, path }) => {
    const earlier = before.instances.find((one) => one.id === id)?.path.length ?? 0
    return path.slice(earlier).map((step) =>
      t('proceeding.recorded.step', {
        step: words.step({ ...step, workflow, origin }),
        state: words.state(workflow, { id: step.state, title: step.stateTitle }),
      }),
    )
  })
  const began = after.deadlines.filter(
    (deadline) =>
      !before.deadlines.some(
        ({ instance, timeLimit, startedAt }) =>
          instance === deadline.instance &&
          timeLimit === deadline.timeLimit &&
          startedAt === deadline.startedAt,
      ),
  )
  return [
    ...steps,
    ...began.map(({ instance, timeLimit, title, dueAt }) => {
      const workflow = after.instances.find(({ id }) => id === instance)?.workflow ?? ''
      const limit = words.limit(workflow, { id: timeLimit, title })
      return dueAt === null
        ? t('proceeding.recorded.endless', { limit })
        : t('proceeding.recorded.deadline', { limit, until: time(dueAt) })
    }),
  ]
}
