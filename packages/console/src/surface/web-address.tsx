import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** The address as a link only where it leads to the web: never javascript:, data: and the like. */
function webAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}

/** An address that a stranger wrote. */
export function StrangersAddress({ text }: { text: string }): ReactNode {
  const href = webAddress(text)
  if (href === undefined) return <span className="stranger">{text}</span>
  return (
    <a className="stranger" href={href} target="_blank" rel="noopener noreferrer nofollow">
      {text} <Icon name="external" size={12} />
    </a>
  )
}
