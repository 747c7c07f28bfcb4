type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
type Values<S extends string> = Readonly<Record<NamesIn<S>, string | number>>

/** Sentences that the server stores in English: pages find their code and values again, to word them in other languages. */
export type SentenceList<T extends Readonly<Record<string, string>>> = {
  write<C extends keyof T & string>(
    code: C,
    ...values: [NamesIn<T[C]>] extends [never] ? [values?: Values<T[C]>] : [Values<T[C]>]
  ): string
  /** Undefined for a sentence that is not in the list. */
  read(sentence: string): ReadSentence<keyof T & string> | undefined
}

export type ReadSentence<C extends string> = { code: C; values: Record<string, string> }

/** Values are numbers, except those named in `texts`. */
export function sentenceList<const T extends Readonly<Record<string, string>>>(
  sentences: T,
  texts: readonly string[] = [],
): SentenceList<T> {
  const patterns = Object.entries(sentences).map(([code, sentence]) => ({
    code,
    pattern: new RegExp(
      `^${sentence
        .replace(/[.()[\]]/g, String.raw`\$&`)
        .replace(/\{(\w+)\}/g, (_, name: string) =>
          texts.includes(name) ? `(?<${name}>.+)` : String.raw`(?<${name}>[\d.]+)`,
        )}$`,
      's',
    ),
  }))
  return {
    write: (code, ...[values]) => {
      const known: Readonly<Record<string, string | number>> = values ?? {}
      return (sentences[code] ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(known[name]))
    },
    read: (sentence) => {
      for (const { code, pattern } of patterns) {
        const match = pattern.exec(sentence)
        if (match !== null) return { code, values: { ...match.groups } }
      }
      return undefined
    },
  }
}

/** What a page showed, what became of evidence, email and pictures, and why it was decided, as rows hold it. */
export const storedSentences = {
  'page.gone': 'The server says that this page does not exist (status {status}).',
  'page.sign-in': 'The page requires signing in.',
  'page.sign-in-status': 'The page requires signing in (status {status}).',
  'page.sign-in-form': 'A sign-in form is shown instead of the page.',
  'page.blocked': 'The server does not show the page to this browser (status {status}).',
  'page.blocked-program':
    'The server does not show the page to this program (status {status}); a capture may show more.',
  'page.error': 'The server responded with status {status}.',
  'page.served': 'The page was served with status {status}.',
  'page.picture-served': 'The picture was served with status {status}.',
  'page.download':
    'The address downloads a file instead of showing a page; the file was not captured.',
  'page.untrusted': 'The server’s certificate or encryption is not trusted ({reason}).',
  'page.redirect-loop': 'The address redirects endlessly and never reaches a page.',
  'page.too-slow': 'No page arrived within the time limit.',
  'page.unreachable': 'The server could not be reached or closed the connection ({reason}).',
  'page.too-large': 'The page is larger than the limit of {bytes} bytes.',
  'page.unfinished':
    'The page had not finished loading after {seconds} s; what had arrived by then was captured.',
  'page.stopped': 'The capture was stopped before the page loaded.',
  'page.not-requested': 'Nothing was requested.',
  'page.robots': 'The site’s robots.txt does not permit automatic visits to this page.',
  'page.excluded': 'The site asked to be left out of automatic visits.',
  'page.never-finished': 'The capture was started {count} times and never finished.',
  'page.nothing-captured': 'Nothing was captured.',
  'page.sample': 'The page was drawn from the sample listing.',
  'comparison.no-earlier': 'The page is shown; there is no earlier capture to compare it with.',
  'comparison.not-earlier':
    'The page is shown now, but not in the earlier capture, so nothing can be compared.',
  'comparison.same': 'The two captures do not differ.',
  'check.no-address': 'The listing has no address that could be checked.',
  'check.named': 'The page loaded and names the listing.',
  'check.scripts': 'The page shows its content only with scripts: capture it to see more.',
  'check.changed': 'The page loaded but contains neither the title nor the id of the listing.',
  'check.changed-redirected':
    'The page loaded but contains neither the title nor the id of the listing. The address redirects to another page.',
  'check.bad-url': 'The address is incomplete.',
  'check.scheme': 'The address is neither http nor https.',
  'check.credentials': 'The address contains a user name or password.',
  'check.port': 'The address uses an unusual port.',
  'check.private-address': 'The address is not on the public internet.',
  'check.unresolvable': 'The host has no address on the public internet.',
  'check.unreachable': 'The server could not be reached or closed the connection.',
  'check.certificate': 'The server’s certificate is not trusted.',
  'check.too-many-redirects': 'The address redirects too often.',
  'check.bad-redirect': 'The address redirects to one that cannot be fetched.',
  'check.status': 'The server did not deliver the page.',
  'check.content-type': 'The server delivered something other than a page.',
  'check.content-encoding': 'The page uses an unsupported compression.',
  'check.too-large': 'The page is too large to be checked.',
  'check.bomb': 'The page decompresses to far more than its size.',
  'check.damaged': 'The compressed page is damaged.',
  'check.too-slow': 'The page did not arrive within the time limit.',
  'check.stopped': 'The check was stopped before the page had arrived.',
  'picture.bad-url': 'the listing’s picture address is incomplete',
  'picture.scheme': 'its address is neither http nor https',
  'picture.credentials': 'its address contains a user name or password',
  'picture.port': 'its address uses an unusual port',
  'picture.private-address': 'its address is not on the public internet',
  'picture.unresolvable': 'its host has no address on the public internet',
  'picture.unreachable': 'its host could not be reached',
  'picture.certificate': 'its host’s certificate is not trusted',
  'picture.too-many-redirects': 'its address redirects too often',
  'picture.bad-redirect': 'its address redirects to one that cannot be fetched',
  'picture.status': 'its host does not deliver it',
  'picture.content-type': 'its host delivers something other than a picture in a supported format',
  'picture.content-encoding': 'it uses an unsupported compression',
  'picture.too-large': 'it is larger than 8 MiB',
  'picture.bomb': 'it decompresses to far more than its size',
  'picture.damaged': 'its compressed data is damaged',
  'picture.too-slow': 'it did not arrive within ten seconds',
  'picture.stopped': 'the download was stopped',
  'picture.too-many-pixels': 'it is too large for a browser to decode ({width} × {height} pixels)',
  'picture.not-analysed': 'it could not be analysed',
  'email.no-server':
    'No mail server is configured: messages stay queued until the operator sets SMTP_URL and MAIL_FROM.',
  'email.uncertain':
    'The sending process ended before the server’s response was stored: it is unknown whether the message arrived.',
  'email.unreachable': 'The mail server could not be reached or closed the connection ({reason}).',
  'tip.person-without-right':
    'The person to whose address the email was sent no longer records tips for this brand.',
  'notice.no-marketplace': 'No marketplace {slug} in the alliance receives notices.',
  'notice.evidence': 'Evidence for a notice.',
  'watch-capture.changed': 'Requested by a watch: the find has changed.',
  'watch-capture.back': 'Requested by a watch: the find is back after it was gone.',
  'watch-capture.site-drops-listings':
    'Requested by a watch: the site drops listings, and the find may go next.',
  'item.document': 'The document of {address} after loading',
  'item.screenshot-part': 'Picture of {address}, part {part} of {parts}',
  'item.screenshot': 'Picture of {address}',
  'item.picture': 'The picture at {address}',
  'item.record': 'What was requested, what was received, and with which tools',
  'item.archive': 'Every response that the browser received, as a web archive',
  'redaction.area': '1 area painted over, in pixels from the left and the top: {places}.',
  'redaction.areas': '{count} areas painted over, in pixels from the left and the top: {places}.',
  'redaction.field': '1 field replaced by “[redacted]”: {fields}.',
  'redaction.fields': '{count} fields replaced by “[redacted]”: {fields}.',
  'custody.derived':
    '{name} (SHA-256 {digest}) was made from {source} (SHA-256 {sourceDigest}): {how}',
  'decision.knowledge':
    'A person compared the listing with the notice and found the infringement without a detailed legal examination.',
  'decision.reasons': 'The listing infringes the right that the notice names.',
  'decision.reasons-right': 'The listing infringes the right that the notice names ({right}).',
  'decision.suspension-ended':
    'The suspension for which it was proposed ended before it was imposed.',
  'decision.seller-account': 'Seller account {seller}',
  'fit.failed': 'the fit failed; see the server’s log',
  'fit.too-few-labels':
    'too few labels to fit weights: at least {labels} of each class, from at least {sellers} sellers each, are needed. With fewer, the fit learns the habits of a seller, not the signs of a counterfeit.',
  'fit.more-counterfeit-labels':
    'label 1 (counterfeit): {count} labelled listings; {missing} more are needed',
  'fit.more-other-labels':
    'label 0 (not counterfeit): {count} labelled listings; {missing} more are needed',
  'fit.more-counterfeit-sellers':
    'label 1 (counterfeit): listings of {count} named sellers; {missing} more are needed (the seller is read from the label, else from the listing’s seller.id)',
  'fit.more-other-sellers':
    'label 0 (not counterfeit): listings of {count} named sellers; {missing} more are needed (the seller is read from the label, else from the listing’s seller.id)',
  'post.bad-url': 'it is not an address; write it in full: https://hooks.example.com/touchstone',
  'post.scheme': 'only https is allowed, and http where the operator lists host and port',
  'post.credentials':
    'it contains a user name or password; the signature identifies the sender, so leave them out',
  'post.port': 'only the ports {ports} and those listed by the operator are allowed',
  'post.private-address': 'it is not on the public internet, and the operator lists no such host',
  'post.unresolvable':
    'its name resolves to no address on the public internet, and the operator lists no such host',
  'post.certificate': 'the certificate is not trusted ({reason})',
  'post.too-slow': 'no response within {seconds} s',
  'post.stopped': 'Touchstone was stopped before the response arrived',
  'post.unreachable': 'the server could not be reached or closed the connection ({reason})',
  'threshold.counterfeit-mark':
    'Knowingly selling goods under a counterfeit registered mark, from this turnover on.',
  'threshold.counterfeit-mark-aggravated':
    'The same where goods bear two or more marks, or the seller was punished for it before.',
  'custody.captured': 'Captured at {from}, until {until}.',
  'custody.sealed': 'Sealed at capture.',
  'custody.no-timestamp': 'No timestamp from {authorities}',
  'custody.viewed': 'Viewed in Touchstone.',
  'custody.downloaded': 'Downloaded from Touchstone.',
  'custody.compared': 'Compared with another capture in Touchstone.',
  'custody.noticed': 'Named in the notice {notice}.',
  'custody.digests-sent': 'Its digests were sent to {recipients}.',
  'custody.copy-shown': 'A copy of {name} (SHA-256 {digest}) was shown.',
  'custody.shown-to-marketplace': 'Viewed by the marketplace that received the notice {notice}.',
  'custody.shown-to-seller': 'Shown to the seller of the listing named in the notice {notice}.',
  'custody.retention-ended': 'The retention period of {days} days for captures has ended.',
  'custody.erased': 'The seller asked for erasure.',
  'referral.cleared':
    'What was reported of these items speaks for the people concerned: they no longer count as counterfeit here.',
  'referral.withdrawn-elsewhere':
    'The sender withdrew what it had referred of these items elsewhere. Weigh them anew.',
  'referral.contest-upheld':
    'A seller contested what was reported of these items, and the sender upheld it: they no longer count as counterfeit here.',
  'referral.contested':
    'A seller contests what is reported of these items. If the sender upholds that, you learn of it here.',
  'referral.erased':
    'Personal data of these items were erased at the sender, and the package that contains them deleted here.',
  'referral.answer-upheld':
    'After this was sent, an appeal of the seller about these items was upheld. Weigh them anew.',
  'referral.seller-cleared':
    'After this was sent, the seller of these items was cleared. Weigh them anew.',
  'referral.decision-reversed':
    'After this was sent, a decision about these items was reversed. Weigh them anew.',
} as const
export type StoredSentence = keyof typeof storedSentences

const texts = [
  'address',
  'places',
  'fields',
  'source',
  'sourceDigest',
  'how',
  'ports',
  'right',
  'seller',
  'reason',
  'slug',
  'from',
  'until',
  'authorities',
  'notice',
  'recipients',
  'name',
  'digest',
]

const list: SentenceList<typeof storedSentences> = sentenceList(storedSentences, texts)
export const writeStoredSentence: SentenceList<typeof storedSentences>['write'] = list.write
export const readStoredSentence: SentenceList<typeof storedSentences>['read'] = list.read
