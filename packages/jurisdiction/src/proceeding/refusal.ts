/**
 * The reason for which an event is refused. `message` is one or more sentences for the acting person; `missing` names
 * each missing or invalid field, and `basis` the provisions that require it.
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

/** Carries a refusal to the engine's entry point, which returns it as a value. */
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
