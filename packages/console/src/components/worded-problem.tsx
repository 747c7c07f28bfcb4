import type { ErrorCode } from '@touchstone/contract'
import type { ReactNode } from 'react'
import type { Problem } from '../connection/index.ts'
import { useText, type PlainKey } from '../messages/index.ts'

/** The cause of a refusal in the reader’s language; a code without a sentence does not compile. */
export function WordedProblem({ problem }: { problem: Problem }): ReactNode {
  const { t, word } = useText()
  const { code, kind } = problem
  const key: PlainKey | undefined = code === undefined ? undefined : keyOf(code)
  // A newer server may have codes that this version does not know.
  return (key === undefined ? undefined : word(key)) ?? t(`problem.${kind}.text`)
}

function keyOf(code: ErrorCode): PlainKey {
  return `problem-code.${code}`
}
