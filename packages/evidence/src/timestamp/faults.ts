/** Every way in which a timestamp fails; programs branch on these, people read the sentence. */
export type TimestampFaultCode =
  | 'unreadable'
  | 'refused'
  | 'wrong-imprint'
  | 'missing-nonce'
  | 'wrong-nonce'
  | 'wrong-policy'
  | 'bad-signature'
  | 'weak-algorithm'
  | 'no-certificate'
  | 'other-certificate'
  | 'not-for-timestamping'
  | 'outside-validity'
  | 'foreign-chain'

/** Thrown only inside this room: the fault of a timestamp, as a sentence. */
export class TimestampFault extends Error {
  readonly code: TimestampFaultCode

  constructor(code: TimestampFaultCode, sentence: string) {
    super(sentence)
    this.name = 'TimestampFault'
    this.code = code
  }
}
