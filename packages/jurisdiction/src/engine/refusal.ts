/**
 * Why an event is not taken. `message` is one sentence or more for the person who acts; `missing` names
 * each field that lacks or is not fit, and `basis` the lines of the law that ask for it.
 */
export type Refusal = {
  code:
    | 'time-goes-back'
    | 'unknown-instance'
    | 'unknown-transition'
    | 'exists-already'
    | 'wrong-state'
    | 'wrong-role'
    | 'wrong-origin'
    | 'done-already'
    | 'missing-field'
    | 'bad-field'
    | 'not-asked'
    | 'not-fulfilled'
    | 'not-due'
    | 'no-deadline'
  message: string
  missing: { field: string; message: string }[]
  basis: string[]
}

/** Carries a refusal to the door of the engine, where it becomes a value. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(
    code: Refusal['code'],
    message: string,
    { missing = [], basis = [] }: Partial<Pick<Refusal, 'missing' | 'basis'>> = {},
  ) {
    super(message)
    this.refusal = { code, message, missing, basis: [...new Set(basis)] }
  }
}
