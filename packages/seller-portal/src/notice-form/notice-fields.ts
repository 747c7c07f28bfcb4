import { el } from '../dom.ts'
import type { FormText } from './notice-form-page.ts'
import type { Draft } from './server.ts'

export type MissingElement = 'reasons' | 'location' | 'name' | 'good-faith'

const grounds = ['counterfeit', 'unlicensed-use', 'copyright', 'design'] as const

/** The fields of a notice: entries survive re-rendering in another language. */
export class NoticeFields {
  readonly #urls = el('textarea', {
    id: 'urls',
    rows: '4',
    maxlength: '50000',
    dir: 'ltr',
    'aria-describedby': 'urls-hint',
  })
  readonly #reasons = el('textarea', { id: 'reasons', rows: '6', maxlength: '10000', dir: 'auto' })
  readonly #ground = el('select', { id: 'ground' })
  readonly #name = el('input', { id: 'name', maxlength: '300', autocomplete: 'name', dir: 'auto' })
  readonly #email = el('input', {
    id: 'email',
    type: 'email',
    maxlength: '320',
    autocomplete: 'email',
    'aria-describedby': 'email-hint',
  })
  readonly #number = el('input', { id: 'number', maxlength: '100' })
  readonly #office = el('input', { id: 'office', maxlength: '100' })
  readonly #holder = el('input', { id: 'holder', maxlength: '300', dir: 'auto' })
  readonly #goodFaith = el('input', { id: 'good-faith', type: 'checkbox' })
  readonly #childAbuse = el('input', { id: 'child-abuse', type: 'checkbox' })

  draw({ t }: FormText): HTMLElement[] {
    const chosen = this.#ground.value
    this.#ground.replaceChildren(
      el('option', { value: '' }, t('notice-form.ground.unknown')),
      ...grounds.map((ground) =>
        el('option', { value: ground }, t(`notice-form.ground.${ground}`)),
      ),
    )
    this.#ground.value = chosen
    return [
      field(t('notice-form.urls'), this.#urls, hint('urls-hint', t('notice-form.urls.hint'))),
      field(t('notice-form.reasons'), this.#reasons),
      field(t('notice-form.ground'), this.#ground),
      field(t('notice-form.name'), this.#name),
      field(t('notice-form.email'), this.#email, hint('email-hint', t('notice-form.email.hint'))),
      el(
        'details',
        {},
        el('summary', {}, t('notice-form.right')),
        field(t('notice-form.right.number'), this.#number),
        field(t('notice-form.right.office'), this.#office),
        field(t('notice-form.right.holder'), this.#holder),
      ),
      check(this.#goodFaith, t('notice-form.good-faith')),
      check(this.#childAbuse, t('notice-form.child-abuse')),
    ]
  }

  /** The entries, without empty fields. */
  read(): Draft {
    const urls = this.#urls.value
      .split('\n')
      .map((url) => url.trim())
      .filter((url) => url !== '')
    const right = {
      ...written('number', this.#number),
      ...written('office', this.#office),
      ...written('holder', this.#holder),
    }
    return {
      ...written('reasons', this.#reasons),
      ...written('ground', this.#ground),
      ...written('name', this.#name),
      ...written('email', this.#email),
      ...(urls.length > 0 && { items: urls.map((url) => ({ urls: [url] })) }),
      ...(Object.keys(right).length > 0 && { right }),
      ...(this.#goodFaith.checked && { goodFaith: true }),
      ...(this.#childAbuse.checked && { childAbuse: true }),
    }
  }
}

/** The elements of a notice that are still missing, as far as a browser can tell. */
export function missingElements(draft: Draft): MissingElement[] {
  const { reasons, items = [], name, email, goodFaith, childAbuse } = draft
  const isLocated = items.length > 0 && items.every(({ urls }) => urls.every(isWebAddress))
  return [
    ...(reasons === undefined ? (['reasons'] as const) : []),
    ...(isLocated ? [] : (['location'] as const)),
    ...(childAbuse || (name !== undefined && email !== undefined) ? [] : (['name'] as const)),
    ...(goodFaith ? [] : (['good-faith'] as const)),
  ]
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}

function written(name: string, field: { value: string }): Record<string, string> {
  const value = field.value.trim()
  return value === '' ? {} : { [name]: value }
}

function field(label: string, control: HTMLElement, ...more: HTMLElement[]): HTMLElement {
  return el('label', {}, el('span', {}, label), ...more, control)
}

function hint(id: string, text: string): HTMLElement {
  return el('span', { class: 'fine', id }, text)
}

function check(control: HTMLElement, label: string): HTMLElement {
  return el('label', { class: 'check' }, control, el('span', {}, label))
}
