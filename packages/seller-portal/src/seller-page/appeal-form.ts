import type { View } from './seller-page.ts'
import { el } from '../dom.ts'

const mostFiles = 10

/** The form for a seller's statement and documents. */
export function appealForm(view: View): HTMLElement {
  const {
    text: { t },
    draft,
    busy,
  } = view
  const write = (event: Event): void => {
    draft.words = (event.target as HTMLTextAreaElement).value
  }
  const add = (event: Event): void => {
    const { files } = event.target as HTMLInputElement
    draft.files = [...draft.files, ...(files ?? [])].slice(0, mostFiles)
    view.redraw()
    document.querySelector<HTMLElement>('input[type=file]')?.focus()
  }
  const send = (event: Event): void => {
    event.preventDefault()
    view.send()
  }
  const text = el('textarea', {
    required: true,
    rows: '8',
    maxlength: '10000',
    dir: 'auto',
    input: write,
  })
  text.value = draft.words
  return el(
    'form',
    { submit: send },
    el('p', {}, t('who-reads')),
    el('label', {}, el('span', {}, t('explanation')), text),
    el(
      'label',
      {},
      el('span', {}, t('documents')),
      el('span', { class: 'fine', id: 'documents-hint' }, t('documents-hint')),
      el('input', {
        type: 'file',
        multiple: true,
        accept: '.pdf,.png,.jpg,.jpeg',
        'aria-describedby': 'documents-hint',
        change: add,
      }),
    ),
    files(view),
    el('button', { class: 'main', disabled: busy }, busy ? t('sending') : t('send')),
  )
}

function files({ text: { t }, draft, redraw }: View): HTMLElement | null {
  if (draft.files.length === 0) return null
  const items = draft.files.map((file) => {
    const takeOut = (): void => {
      draft.files = draft.files.filter((other) => other !== file)
      redraw()
      document.querySelector<HTMLElement>('input[type=file]')?.focus()
    }
    const name = el('span', { class: 'stranger', dir: 'auto' }, file.name)
    const label = t('remove-document', { name: file.name })
    const button = el('button', { type: 'button', 'aria-label': label, click: takeOut }, '×')
    return el('li', {}, name, button)
  })
  return el('ul', { class: 'files' }, ...items)
}
