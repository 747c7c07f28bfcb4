import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  toHtml,
  itemPlaceholders,
  noticePlaceholders,
  renderTemplate,
  standardTemplate,
  templateFaults,
  type TemplateValues,
} from './notice-template.ts'

const allPlaceholders = Object.fromEntries(noticePlaceholders.map((name) => [name, `(${name})`]))
const item = Object.fromEntries(itemPlaceholders.map((name) => [name, `(${name})`]))
const values = {
  ...allPlaceholders,
  items: [item, { ...item, url: 'https://b.example' }],
} as unknown as TemplateValues

test('places are filled, and the block once for each item', () => {
  expect(renderTemplate('To {{office}}:{{#items}} {{url}}/{{ground}};{{/items}} end', values)).toBe(
    'To (office): (url)/(ground); https://b.example/(ground); end',
  )
})

test('the standard template is valid and complete', () => {
  expect(templateFaults(standardTemplate.subject + standardTemplate.body)).toEqual([])
  const text = renderTemplate(standardTemplate.body, values)
  for (const place of [...noticePlaceholders, ...itemPlaceholders])
    expect(text).toContain(`(${place})`)
})

test.each([
  ['{{unknown}}', 'an unknown placeholder'],
  ['{{url}}', 'an unknown placeholder'],
  ['{{#each}}x{{/each}}', 'is misplaced'],
  ['{{#items}}x', 'is not closed'],
  ['x{{/items}}', 'is misplaced'],
  ['{{#items}}{{#items}}{{/items}}{{/items}}', 'is misplaced'],
  ['{{ organisation }}', 'is not a placeholder'],
  ['{{constructor.constructor("return 1")()}}', 'is not a placeholder'],
  ['{{__proto__}}', 'is not a placeholder'],
])('%s is refused', (template, words) => {
  expect(templateFaults(template).join(' ')).toContain(words)
})

test('a line without values leaves no gap', () => {
  const empty = { ...values, reasons: '', items: [{ ...values.items[0]!, facts: '' }] }
  const text = renderTemplate(standardTemplate.body, empty)
  expect(text).not.toMatch(/\n\s*\n\s*\n/)
  expect(text).toContain('The title says “(title)”.\n   Evidence: (evidence)\n\nWe believe')
})

test('a draft leaves out the lines that nothing is known for', () => {
  const nothing = Object.fromEntries(noticePlaceholders.map((name) => [name, '']))
  const draft = {
    ...nothing,
    organisation: 'Lumenor',
    regime: 'Digital Services Act',
    ground: 'counterfeit goods',
    items: [{ ...item, facts: '', evidence: '' }],
  } as unknown as TemplateValues
  expect(renderTemplate(standardTemplate.body, draft)).toBe(
    `Lumenor gives notice under the Digital Services Act (ground: counterfeit goods).

(place). (url)
   (marketplace), listing (id). The title says “(title)”.

We believe in good faith that the information in this notice is accurate and complete.

Lumenor
`,
  )
})

test('values are plain text: placeholders and markup in them have no effect', () => {
  const nasty = fc.oneof(
    fc.string(),
    fc.constantFrom('{{organisation}}', '{{#items}}', '<script>', '$&', '$1', '{{', '}}'),
  )
  fc.assert(
    fc.property(nasty, nasty, (reasons, title) => {
      const templateValues = { ...values, reasons, items: [{ ...values.items[0]!, title }] }
      const template = 'a{{reasons}}b{{#items}}{{title}}{{/items}}{{date}}'
      const text = renderTemplate(template, templateValues)
      expect(text).toBe(`a${reasons}b${title}(date)`)
      const html = toHtml(text)
      expect(html.replaceAll(/<\/?p>|<br>/g, '')).not.toMatch(/[<>"']/)
    }),
  )
})

test('any text is read without a fault of the reader', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('{{', '}}', '#', '/', 'items', 'url', 'x', '{{url}}')),
      (parts) => {
        const template = parts.join('')
        expect(Array.isArray(templateFaults(template))).toBe(true)
        expect(typeof renderTemplate(template, values)).toBe('string')
      },
    ),
  )
})
