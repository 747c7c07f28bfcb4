import { shareOf, type Share } from '@touchstone/evaluation'
import type { Question } from './build-benchmark.ts'
import { editFamilies, type EditFamily } from './edits/index.ts'
import { systemNames, type Answer, type SystemName, type SystemAnswers } from './systems.ts'

/** The query and the answers of each system. */
export interface LabelledAnswers extends SystemAnswers {
  question: Question
}

/** At most this share of non-copies may be taken for a copy. */
const falseAlarmsAllowed = 0.001

export interface SystemFigures {
  /** Chosen on one half so that at most the permitted share of its distractors reach it. */
  threshold: number
  /** The following figures are of the other half: found are queries whose first answer is right and reaches it. */
  moderate: Share
  hard: Share
  all: Share
  falseAlarms: Share
  /** Queries whose first answer is right, whatever its score. */
  first: Share
  /** Micro-average precision over first answers, distractors among them. */
  averagePrecision: number
  families: { family: EditFamily; moderate: Share; hard: Share }[]
}

export type Figures = Record<SystemName, SystemFigures>

export function figuresOf(asked: readonly LabelledAnswers[]): Figures {
  const figures = systemNames.map((name) => [name, systemFigures(asked, name)])
  return Object.fromEntries(figures) as Figures
}

/** One system's answer to a question. */
export interface JudgedAnswer {
  question: Question
  answer: Answer | undefined
  right: boolean
}

export function saidBy(asked: readonly LabelledAnswers[], name: SystemName): JudgedAnswer[] {
  return asked.map(({ question, answers }) => {
    const answer = answers[name]
    const right = question.shows !== undefined && answer?.reference === question.shows
    return { question, answer, right }
  })
}

function systemFigures(asked: readonly LabelledAnswers[], name: SystemName): SystemFigures {
  const said = saidBy(asked, name)
  const threshold = thresholdOf(said.filter(({ question }) => question.half === 'choose'))
  const reported = said.filter(({ question }) => question.half === 'report')
  const copies = reported.filter(({ question }) => question.shows !== undefined)
  const reaches = ({ answer }: JudgedAnswer): boolean =>
    answer !== undefined && answer.score >= threshold
  const share = (of: readonly JudgedAnswer[]): Share =>
    shareOf(of.filter((one) => one.right && reaches(one)).length, of.length)
  const others = reported.filter(({ question }) => question.shows === undefined)
  return {
    threshold,
    moderate: share(copies.filter(({ question }) => !question.hard)),
    hard: share(copies.filter(({ question }) => question.hard)),
    all: share(copies),
    falseAlarms: shareOf(others.filter(reaches).length, others.length),
    first: shareOf(copies.filter(({ right }) => right).length, copies.length),
    averagePrecision: averagePrecision(reported),
    families: editFamilies.map((family) => {
      const own = copies.filter(({ question }) => question.family === family)
      return {
        family,
        moderate: share(own.filter(({ question }) => !question.hard)),
        hard: share(own.filter(({ question }) => question.hard)),
      }
    }),
  }
}

/** The least score that no more distractors reach than are allowed. */
export function thresholdOf(said: readonly JudgedAnswer[]): number {
  const scores = said
    .filter(({ question }) => question.shows === undefined)
    .map(({ answer }) => answer?.score ?? -Infinity)
    .sort((a, b) => b - a)
  const firstTooMany = scores[Math.floor(scores.length * falseAlarmsAllowed)] ?? -Infinity
  const above = said.map(({ answer }) => answer?.score ?? -Infinity)
  return Math.min(...above.filter((score) => score > firstTooMany), Infinity)
}

/** All answers in one list by score; equal scores are grouped. */
export function averagePrecision(said: readonly JudgedAnswer[]): number {
  const copies = said.filter(({ question }) => question.shows !== undefined).length
  const ranked = said
    .filter(({ answer }) => answer !== undefined)
    .sort((a, b) => (b.answer?.score ?? 0) - (a.answer?.score ?? 0))
  let [sum, right, seen] = [0, 0, 0]
  for (let at = 0; at < ranked.length; at = seen) {
    const score = ranked[at]?.answer?.score
    const before = right
    while (seen < ranked.length && ranked[seen]?.answer?.score === score)
      if (ranked[seen++]?.right === true) right++
    sum += ((right - before) * right) / seen
  }
  return copies === 0 ? 0 : sum / copies
}
