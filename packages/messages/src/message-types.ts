/** The values that every one of these keys asks for. */
type Merged<Arguments, Key extends keyof Arguments> = (
  Key extends unknown ? (given: Arguments[Key]) => void : never
) extends (given: infer Values) => void
  ? Values
  : never

/**
 * What follows a key in a call: nothing where its message has no arguments, else their values. Of several keys
 * (a union) all messages get the same values, so the call gives what any of them asks for.
 */
export type ValuesOf<Arguments, Key> = [Extract<Key, keyof Arguments>] extends [never]
  ? []
  : [values: Merged<Arguments, Extract<Key, keyof Arguments>>]
