import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sendResultOf, messageId } from './types.ts'

test.each([
  [{ status: 550, begun: false, ofMessage: true }, 'failed'],
  [{ status: 552, begun: true, ofMessage: true }, 'failed'],
  [{ status: 450, begun: false, ofMessage: true }, 'queued'],
  [{ status: 451, begun: true, ofMessage: true }, 'queued'],
  // The login was refused: the message can wait until that is fixed.
  [{ status: 535, begun: false, ofMessage: false }, 'queued'],
  [{ begun: false, ofMessage: false }, 'queued'],
  [{ begun: true, ofMessage: true }, 'uncertain'],
])('%j: %s', (failing, state) => {
  expect(sendResultOf({ ...failing, message: 'x' }).state).toBe(state)
})

test('a message begun without a response is never sent again automatically', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 400, max: 599 })), fc.boolean(), (status, begun) => {
      const failing = { message: '\0', begun, ofMessage: true }
      const { state, answer } = sendResultOf({ ...failing, ...(status !== null && { status }) })
      expect(answer).toBe('\ufffd')
      expect(state === 'uncertain').toBe(begun && status === null)
    }),
  )
})

test('a message has one name however often it is sent', () => {
  expect(messageId('7', 'notices@brand.example')).toBe('<7@brand.example>')
})
