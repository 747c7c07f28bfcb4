import { expect, test } from 'vitest'
import { progressLine, showProgress, showShare } from './progress.ts'

test('the bar shows share, listings, rate and the time left', () => {
  expect(progressLine('12,000 listings', 12_000, 6, 25, 100)).toBe(
    '██████░░░░░░░░░░░░░░░░░░  25 %  12,000 listings  2,000/s  18 s left',
  )
  expect(progressLine('1 listing', 1, 0, 0, 100)).toBe(
    '░░░░░░░░░░░░░░░░░░░░░░░░   0 %  1 listing  0/s',
  )
})

test('without a known size there is no bar and no time left', () => {
  expect(progressLine('500 listings', 500, 2, 4000, undefined)).toBe('500 listings  250/s')
})

test('nothing is written where standard error is no terminal', () => {
  const written: string[] = []
  const stream = { isTTY: false, write: (text: string) => written.push(text) }
  const progress = showProgress({ size: 10, bytesRead: () => 5 }, stream)
  progress.show({ rows: 1 } as never)
  progress.clear()
  expect(written).toEqual([])
})

test('a terminal gets at most five updates a second and a clean line at the end', () => {
  const written: string[] = []
  const stream = { isTTY: true, write: (text: string) => written.push(text) }
  const progress = showProgress({ size: 10, bytesRead: () => 5 }, stream)
  for (let call = 0; call < 1000; call++) progress.show({ rows: call } as never)
  progress.clear()
  expect(written).toHaveLength(2)
  expect(written[1]).toBe('\r\x1b[2K')
})

test('of pictures it is known how many there are', () => {
  const written: string[] = []
  const progress = showShare('picture', {
    isTTY: true,
    write: (text: string) => written.push(text),
  })
  progress.show(1, 2)
  expect(written[0]).toContain('████████████░░░░░░░░░░░░  50 %  1 picture  ')
})
