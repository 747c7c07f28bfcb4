/** The values that all of these keys need. */
type Merged<Arguments, Key extends keyof Arguments> = (
  Key extends unknown ? (values: Arguments[Key]) => void : never
) extends (given: infer Values) => void
  ? Values
  : never

/**
 * The arguments after a key in a call: none if its message has none, else their values. For a union of keys all
 * messages get the same values, so the call needs those of all of them.
 */
export type ValuesOf<Arguments, Key> = [Extract<Key, keyof Arguments>] extends [never]
  ? []
  : [values: Merged<Arguments, Extract<Key, keyof Arguments>>]
