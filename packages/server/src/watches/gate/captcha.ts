import { textOfPage } from '../../listings/formats/index.ts'

/** Bytes of a page that are searched. */
export const captchaBytes = 256 * 1024

const title = /<title[^<>]{0,200}>([^<]{0,200})/i
const titlesThatAsk =
  /just a moment|attention required|are you (a )?(human|robot)|robot check|verify you are human|pardon our interruption|security check|captcha|access denied/i
const widgets =
  /g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|challenges\.cloudflare\.com|captcha-delivery\.com|px-captcha|geetest|funcaptcha|awswaf-captcha|smartcaptcha/i
/** Pages of goods carry widgets too, in forms for comments; those that only ask hold little else. */
const littleText = 1500

/** True for a page that asks to prove that a human visits. */
export function asksForCaptcha(status: number, html: string, mitigated: string): boolean {
  if (/challenge/i.test(mitigated)) return true
  if (titlesThatAsk.test(title.exec(html)?.[1] ?? '')) return true
  if (!widgets.test(html)) return false
  return status >= 400 || textOfPage(html).length < littleText
}
