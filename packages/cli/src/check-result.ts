/** What `doctor` found of one thing that the server needs. */
export type Check = {
  name: string
  /** note: something optional is missing. */
  state: 'ok' | 'note' | 'bad'
  /** What was found; where it is not ok, also the mend. */
  says: string
}
