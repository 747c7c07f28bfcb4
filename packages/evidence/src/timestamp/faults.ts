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

/** Thrown inside the room alone: what is wrong with a timestamp, in a sentence. */
export class TimestampFault extends Error {
  readonly code: TimestampFaultCode

  constructor(code: TimestampFaultCode, sentence: string) {
    super(sentence)
    this.name = 'TimestampFault'
    this.code = code
  }
}
