import { deadlineRole, type Rules } from '../regime/index.ts'
import type { Actor, Facts } from './event.ts'
import { instanceOf } from './workflow-instance.ts'
import type { Refusal } from './refusal.ts'
import type { CaseState } from './state.ts'
import { applyEvent } from './apply-event.ts'

/** A transition available now; `refusal` states what prevents it with these fields. */
export type AvailableTransition = { transition: string; title: string; refusal?: Refusal }

/**
 * The transitions that a role may apply to a workflow instance in its present state, each tried with the available fields, so that a
 * form can show beforehand what is missing.
 */
export function availableTransitions(
  rules: Rules,
  state: CaseState,
  query: { id: string; by: Actor; at: string; fields?: Facts },
): AvailableTransition[] {
  const { id, by, at, fields = {} } = query
  const instance = instanceOf(state, id)
  if (by.role === deadlineRole) return []
  const transitions = rules.workflow(instance.workflow)?.transitions ?? []
  return transitions
    .filter(
      (transition) =>
        transition.from.includes(instance.state) && transition.roles.includes(by.role),
    )
    .map(({ id: transition, title }) => {
      const answer = applyEvent(rules, state, {
        type: 'transition',
        at,
        id,
        transition,
        by,
        fields,
      })
      return { transition, title, ...(!answer.ok && { refusal: answer.refusal }) }
    })
}
