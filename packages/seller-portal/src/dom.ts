type Child = Node | string | false | null | undefined
type Properties = Readonly<Record<string, string | boolean | ((event: Event) => void)>>

/**
 * Creates an element with attributes, listeners and children. Strings become text nodes, so third-party content is
 * never parsed as markup.
 */
export function el<N extends keyof HTMLElementTagNameMap>(
  name: N,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[N] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(key, value)
    else if (value === true) element.setAttribute(key, '')
    else if (value !== false) element.setAttribute(key, value)
  }
  element.append(...children.filter((child) => child !== false && child != null))
  return element
}

/** Third-party text, in its own direction. */
export function foreignText(words: string): HTMLElement {
  return el('p', { class: 'stranger', dir: 'auto' }, words)
}
