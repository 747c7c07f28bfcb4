import type { Profile, Settings, WorkflowPart } from '../regime/index.ts'
import type { Actor, Facts } from './event.ts'

/** One deadline of a time limit, which may run more than once. `dueAt` is the first instant that is too late; without one it never passes. */
export type OpenDeadline = {
  timeLimit: string
  run: number
  kind: 'undue' | 'calendar' | 'working-days' | 'date' | 'none'
  startedAt: string
  /** The day or the instant from which it counts. */
  from: string
  /** The last day that is still in time, for deadlines that count days. */
  lastDay?: string
  dueAt?: string
  status: 'running' | 'stopped' | 'passed'
  endedAt?: string
  /** Whole sentences: how the day was computed, and under which provision. */
  why: string
  calculation: Calculation
}

/** How a deadline was computed, for those who word it in another language. */
export type Calculation = {
  rule: 'endless' | 'recorded-day' | 'target' | 'days' | 'months' | 'working-days'
  /** The zone in which a last day ends. */
  zone: string
  /** Hours of a target, else days or months. */
  count?: number
  /** The day on which it would have ended, had it not been a day off. */
  dayOff?: string
  /** Whether the last month lacks the day on which it began. */
  shortMonth?: boolean
}

/** A document that a party must receive, or has received. */
export type OwedDocument = {
  document: string
  to: string
  timeLimit?: string
  owedAt: string
  deliveredAt?: string
}

/** One workflow of a case at work: for an item of a notice, a restriction, a complaint. */
export type WorkflowInstance = {
  id: string
  workflow: string
  /** Which part the workflow plays in its regime, where it plays one. */
  part?: WorkflowPart
  state: string
  facts: Facts
  origin?: string
  openedAt: string
  /** When the state was entered. */
  since: string
  deadlines: readonly OpenDeadline[]
  documents: readonly OwedDocument[]
  /** Every step: the action, the actor, and the resulting state. */
  path: readonly { at: string; action: string; by: Actor; state: string }[]
}

/** The state derived from the events of a case. */
export type CaseState = {
  regime: { id: string; version: string }
  profile: Profile
  settings: Settings
  instances: Readonly<Record<string, WorkflowInstance>>
  /** When the last event was recorded; time never goes back. */
  lastAt?: string
  events: number
}
