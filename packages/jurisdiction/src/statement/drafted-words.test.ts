import { sellerLanguages, StatementOfReasons } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { draftedWords, statementReading } from './index.ts'

const right = draftedWords('statement.right.named', { right: 'EUIPO 018234567' })
const own = 'The seller sent no invoice.'
const written = {
  subject: draftedWords('statement.subject.listing-id', { id: 'L-1' }),
  facts: [
    draftedWords('statement.fact.title', { text: 'Velmoraq 1:1. The title says it' }),
    draftedWords('statement.fact.right', { right: 'EUIPO 018234567' }),
    draftedWords('statement.fact.captures', { day: '2026-11-20', count: '2' }),
    own,
  ].join(' '),
  why: draftedWords('statement.why.counterfeit', { right }),
  where: draftedWords('statement.redress.reply', { platform: 'Pasar' }),
  bodies: draftedWords('statement.redress.certified'),
  court: draftedWords('statement.redress.courts'),
}
const statement = StatementOfReasons.parse({
  puid: 'sor-1',
  platform: 'Pasar',
  subject: written.subject,
  content: { types: ['product'], postedOn: '2026-10-01' },
  measures: [{ measure: 'disable' }],
  territory: ['DE'],
  startsOn: '2026-11-25',
  facts: written.facts,
  source: 'notice',
  automatedDetection: false,
  automatedDecision: 'not',
  ground: {
    kind: 'illegal',
    legalGround: 'Regulation (EU) 2017/1001, Article 9(2)',
    why: written.why,
  },
  redress: {
    complaint: { where: written.where, until: '2027-05-25' },
    bodies: written.bodies,
    court: written.court,
  },
})

test('the English statement has the words of its draft', () => {
  const text = statementReading(statement, 'en')
  for (const words of Object.values(written)) expect(text).toContain(words)
})

test.each(sellerLanguages.filter((one) => one !== 'en'))(
  'in %s a statement says what its draft wrote, and leaves alone what a person added',
  (language) => {
    const text = statementReading(statement, language)
    const quoted = ['Velmoraq 1:1. The title says it', 'EUIPO 018234567', 'L-1', own]
    for (const words of quoted) expect(text).toContain(words)
    for (const words of Object.values(written)) expect(text).not.toContain(words)
    expect(text).not.toMatch(/your listing|The notice|the right|the message|courts/)
  },
)

test('an Indonesian and a Chinese seller read the facts in their language', () => {
  expect(statementReading(statement, 'id')).toContain(
    'Judul penawaran berbunyi “Velmoraq 1:1. The title says it”. Pemberitahuan menyebut hak EUIPO 018234567. Pemberitahuan tanggal 2026-11-20 menyertakan 2 paket rekaman halaman yang disegel.',
  )
  expect(statementReading(statement, 'zh')).toContain('该商品以受权利（EUIPO 018234567）保护的标识')
})
