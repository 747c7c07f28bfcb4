import { processorMs } from '@touchstone/recognition/testing/processor-time'
import { expect, test } from 'vitest'
import { asksForCaptcha } from './captcha.ts'

const goods = `<h1>Leather bag</h1><p>${'Made in a small workshop. '.repeat(80)}</p>`

test('pages that only ask for proof of a human are recognised', () => {
  expect(asksForCaptcha(200, '<title>Just a moment...</title>', '')).toBe(true)
  expect(asksForCaptcha(200, '<body><div class="h-captcha"></div></body>', '')).toBe(true)
  expect(asksForCaptcha(403, `${goods}<div class="g-recaptcha"></div>`, '')).toBe(true)
  expect(asksForCaptcha(200, goods, 'challenge')).toBe(true)
})

test('a page of goods with a protected form is none of them', () => {
  expect(asksForCaptcha(200, `${goods}<form><div class="g-recaptcha"></div></form>`, '')).toBe(
    false,
  )
  expect(asksForCaptcha(200, '<title>Captain’s watch</title><p>Steel</p>', '')).toBe(false)
})

test('searching a page takes time by its length alone', () => {
  const timeOf = (html: string): number => {
    const started = processorMs()
    asksForCaptcha(200, `h-captcha ${html}`, '')
    return processorMs() - started
  }
  for (const part of ['<', '<script ', '<title ', '<title>', '<style>a', 'access ', ' ']) {
    timeOf(part.repeat(4000))
    expect(timeOf(part.repeat(40_000)), part).toBeLessThan(500)
  }
})
