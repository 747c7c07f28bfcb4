import type { Rules, Workflow } from '../regime/index.ts'
import type { Actor } from './event.ts'
import { Refused } from './refusal.ts'
import type { CaseState, WorkflowInstance } from './state.ts'

/** A case on its way through one event, with a sentence for each thing that happened. */
export type Change = { state: CaseState; why: string[] }

type Beginning = Pick<WorkflowInstance, 'id' | 'facts' | 'origin'> & { at: string; by: Actor }

export function newInstance(
  rules: Rules,
  workflow: Workflow,
  { id, at, facts, origin, by }: Beginning,
): WorkflowInstance {
  const state = workflow.initial
  const part = rules.partOf(workflow.id)
  return {
    id,
    workflow: workflow.id,
    ...(part !== undefined && { part }),
    state,
    facts,
    ...(origin !== undefined && { origin }),
    openedAt: at,
    since: at,
    deadlines: [],
    documents: [],
    path: [{ at, action: 'open', by, state }],
  }
}

export function instanceOf(state: CaseState, id: string): WorkflowInstance {
  const instance = Object.hasOwn(state.instances, id) ? state.instances[id] : undefined
  if (instance === undefined)
    throw new Refused('unknown-instance', `The proceeding has no workflow instance ${id}.`)
  return instance
}

/** The workflow instance from which another originated. */
export function originOf(
  state: CaseState,
  { origin }: Pick<WorkflowInstance, 'origin'>,
): WorkflowInstance | undefined {
  return origin === undefined ? undefined : instanceOf(state, origin)
}

export function putInstance(change: Change, instance: WorkflowInstance): Change {
  const instances = { ...change.state.instances, [instance.id]: instance }
  return { ...change, state: { ...change.state, instances } }
}

/** The wanted id, or the next one with a number that is free. */
export function freeId(state: CaseState, wantedId: string): string {
  let id = wantedId
  for (let n = 2; Object.hasOwn(state.instances, id); n++) id = `${wantedId}-${n}`
  return id
}

/** Turns a title, which is read after “to”, into a sentence. */
export function sentence(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}.`
}
