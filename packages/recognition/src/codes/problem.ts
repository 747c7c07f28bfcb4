import type en from '../../locales/en/codes.json'

type ProblemOf<Key> = Key extends `problem.${infer Code}` ? Code : never
export type CodeProblemCode = ProblemOf<keyof typeof en>

/** Why a text is no valid code, and where in it. */
export interface CodeProblem {
  code: CodeProblemCode
  /** The first character that it concerns, and how many. */
  at: number
  length: number
  params: Readonly<Record<string, string>>
}

/** Ends the reading of a code that is none. */
export class UnreadableCode extends Error {
  readonly problem: CodeProblem

  constructor(
    code: CodeProblemCode,
    {
      at,
      length = 1,
      ...params
    }: { at: number; length?: number } & Record<string, string | number>,
  ) {
    super(code)
    const texts: Record<string, string> = {}
    for (const [name, value] of Object.entries(params)) texts[name] = String(value)
    this.problem = { code, at, length, params: texts }
  }

  /** The same problem of a text that begins further on in the input. */
  movedBy(offset: number): UnreadableCode {
    const { code, at, length, params } = this.problem
    return new UnreadableCode(code, { ...params, at: at + offset, length })
  }
}
