import { writeStoredSentence } from '@touchstone/contract'
import { draftedWords } from '@touchstone/jurisdiction'
import { expect, test } from 'vitest'
import { acknowledgementText, complaintText, decisionText } from './notifier-texts.ts'

const texts = {
  platform: 'Pasar',
  complaints: 'https://pasar.example/complaints',
  bodies: 'Mediation House',
  court: 'Tilburg District Court',
  territory: ['NL'],
}

function messagesIn(language: string | undefined): { subject: string; text: string }[] {
  const receivedAt = new Date('2026-03-02T09:00:00Z')
  const redress = ['internal-complaint', 'out-of-court']
  return [
    acknowledgementText({ language, texts, notice: 'n-1', items: 2, receivedAt }),
    decisionText({
      language,
      texts,
      redress,
      notice: 'n-1',
      position: 0,
      outcome: 'restrict',
      reasons: '1:1',
      measures: ['remove', 'demote'],
      automated: 'partly',
      complainUntil: '2026-09-02',
    }),
    complaintText({ language, texts, redress, upheld: false, reasons: '1:1' }),
  ]
}

test.each([
  [
    'id',
    'Terjemahan ini belum diperiksa',
    /^Pasar: (?:pemberitahuan|keputusan)/,
    'penawaran tidak lagi ditampilkan',
  ],
  ['zh', '此译文尚未经母语者审阅', /^Pasar：(?:已收到|对您的)/, '商品'],
])(
  'a notifier who wrote in %s is answered in it, above the English text',
  (language, first, subject, words) => {
    const english = messagesIn('en')
    const ownMessages = messagesIn(language)
    ownMessages.forEach((message, at) => {
      const below = english[at]!.text
      expect(message.subject).toMatch(subject)
      expect(message.text.startsWith(first)).toBe(true)
      expect(message.text.endsWith(below)).toBe(true)
      const above = message.text.slice(0, -below.length)
      for (const line of below.split('\n').filter((one) => one !== '')) {
        expect(above).not.toContain(line)
      }
    })
    expect(ownMessages[1]?.text).toContain(words)
  },
)

test('in English, in a language without these messages, and without one, the message is English alone', () => {
  const english = messagesIn('en')
  expect(english[1]?.text).toContain('Measures: it is removed from view; it is ranked lower.')
  for (const language of ['xx', 'de', undefined]) expect(messagesIn(language)).toEqual(english)
})

test.each([
  ['id', 'Penawaran ini melanggar hak yang disebut dalam pemberitahuan Anda (EM 1).'],
  ['zh', '该商品侵犯了您的通知所指明的权利（EM 1）。'],
])(
  'in %s the proposed reasons and the default ways to complain are in the language',
  (language, words) => {
    const reasons = writeStoredSentence('decision.reasons-right', { right: 'EM 1' })
    const court = draftedWords('statement.redress.courts')
    const options = { texts: { ...texts, court }, redress: [], upheld: false, reasons }
    const english = complaintText({ ...options, language: 'en' }).text
    const { text } = complaintText({ ...options, language })
    const above = text.slice(0, -english.length)
    expect(above).toContain(words)
    expect(above).not.toContain(court)
    expect(english).toContain('The listing infringes the right that your notice names (EM 1).')
  },
)
