import type { ReactNode } from 'react'
import { useDeviceSetting } from '../../components/index.ts'
import styles from './listing.module.css'

/** Parts of a listing's page that are folded at first. */
const partNames = [
  'signals',
  'price',
  'texts',
  'translations',
  'images',
  'facts',
  'variants',
  'reviews',
  'brands',
  'versions',
  'seller',
] as const
type PartName = (typeof partNames)[number]

type OpenParts = {
  isOpen: (part: PartName) => boolean
  toggle: (part: PartName, open: boolean) => void
  isAllOpen: boolean
  openAll: (open: boolean) => void
}

/** Which parts are open; remembered on this device across listings. */
export function useOpenParts(): OpenParts {
  const [value, setValue] = useDeviceSetting('open-parts')
  const named = (value ?? '').split(' ')
  const open = new Set(partNames.filter((part) => named.includes(part)))
  const isAllOpen = open.size === partNames.length
  return {
    isOpen: (part) => open.has(part),
    toggle: (part, isOpen) =>
      setValue(partNames.filter((one) => (one === part ? isOpen : open.has(one))).join(' ')),
    isAllOpen,
    openAll: (isOpen) => setValue(isOpen ? partNames.join(' ') : ''),
  }
}

type CollapsibleSectionProps = {
  part: PartName
  parts: OpenParts
  heading: 'h2' | 'h3'
  title: string
  hint?: string
  children: ReactNode
}

/** A part under its heading; its content loads when it is opened. */
export function CollapsibleSection(props: CollapsibleSectionProps): ReactNode {
  const { part, parts, heading: Heading, title, hint, children } = props
  const isOpen = parts.isOpen(part)
  return (
    <details
      className={styles.part}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) parts.toggle(part, currentTarget.open)
      }}
    >
      <summary>
        <Heading>{title}</Heading>
      </summary>
      {isOpen && (
        <section aria-label={title}>
          {hint !== undefined && <p className={styles.hint}>{hint}</p>}
          {children}
        </section>
      )}
    </details>
  )
}
