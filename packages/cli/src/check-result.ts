/** Result of one check by `doctor`. */
export type Check = {
  name: string
  /** note: something optional is missing. */
  state: 'ok' | 'note' | 'bad'
  /** The finding; if not ok, also the fix. */
  message: string
}
