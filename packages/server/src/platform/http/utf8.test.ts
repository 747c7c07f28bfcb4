import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOfBody } from './utf8.ts'
import { processorMs } from '@touchstone/recognition/testing/processor-time'

const faultOf = (bytes: Buffer): string => {
  try {
    textOfBody(bytes)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

test.each<[string, number[]]>([
  ['e4', [0xe4, 0x22]],
  ['ef', [0xef, 0x76]],
  ['ef bf', [0xef, 0xbf]],
  ['e2 82', [0xe2, 0x82]],
  ['80', [0x80]],
  ['ed a0 80', [0xed, 0xa0, 0x80]],
  ['f5 80 80 80', [0xf5, 0x80, 0x80, 0x80]],
])('the first of the bytes %s is reported as invalid', (found, broken) => {
  for (const before of ['', '{"a":"é\ufffd', '€'.repeat(21_845), '😀'.repeat(40_000)]) {
    const start = Buffer.from(before)
    const message = faultOf(Buffer.concat([start, Buffer.from(broken)]))
    expect(message).toContain(`byte ${start.length + 1} starts no character; found ${found}`)
  }
})

test('text of any script is read as written, wherever it is split', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 })
  fc.assert(
    fc.property(text, fc.nat(70_000), (words, length) => {
      const whole = `${'x'.repeat(length)}${words}`
      expect(textOfBody(Buffer.from(whole))).toBe(whole)
    }),
  )
})

test('bytes without any character are refused at once', () => {
  const bytes = Buffer.alloc(16 * 1024 * 1024, 0x80)
  const began = processorMs()
  expect(faultOf(bytes)).toContain('byte 1 starts no character')
  expect(faultOf(Buffer.concat([Buffer.alloc(bytes.length, 0x0a), bytes]))).toContain(
    `byte ${bytes.length + 1} starts`,
  )
  expect(processorMs() - began).toBeLessThan(500)
})
