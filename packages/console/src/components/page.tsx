import { useEffect, type CSSProperties, type ReactNode, type Ref } from 'react'
import styles from './page.module.css'

export type PageProps = {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  narrow?: boolean
  children: ReactNode
}

/** A page with its only h1, which is also the browser's tab title. */
export function Page({ title, lead, actions, narrow = false, children }: PageProps): ReactNode {
  useTitle(title)
  return (
    <div className={narrow ? `${styles.page} ${styles.narrow}` : styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Touchstone' : `${title} · Touchstone`
  }, [title])
}

export type CardProps = {
  title?: string
  lead?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}

export function Card({ title, lead, actions, children }: CardProps): ReactNode {
  return (
    <section className={styles.card} aria-label={title}>
      {(title !== undefined || actions !== undefined) && (
        <div className={styles.cardHead}>
          {title !== undefined && <h2>{title}</h2>}
          {actions}
        </div>
      )}
      {lead !== undefined && <p className={styles.cardLead}>{lead}</p>}
      {children}
    </section>
  )
}

export type ColumnsProps = {
  caption: string
  heads: readonly string[]
  /** Whether the table is too wide for a phone; by default, depends on the number of columns. */
  wide?: boolean
  /** The body, whose children are the rows. */
  body?: Ref<HTMLTableSectionElement>
  children: ReactNode
}

/** Tables with at least this many columns are too wide for a phone. */
const manyColumns = 5
/** Beyond this many columns a row is a file's record, whose cells are easier to find side by side. */
const mostStacked = 9

/** Column names for stacked rows; the styles read them from here. */
function headNames(heads: readonly string[]): CSSProperties {
  const named = heads.map((head, index) => [`--head-${index + 1}`, JSON.stringify(head)])
  // Behind a cell that spans several columns only the last name is sure.
  const last = ['--head-last', JSON.stringify(heads.at(-1) ?? '')]
  return Object.fromEntries([...named, last]) as CSSProperties
}

/**
 * A table that scrolls horizontally if the page is narrow. On a phone, a wide one stacks the cells of each row,
 * labelled with their columns.
 */
export function Columns({ caption, heads, wide, body, children }: ColumnsProps): ReactNode {
  const many = wide ?? (heads.length >= manyColumns && heads.length <= mostStacked)
  const named = many ? { style: headNames(heads) } : {}
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={many ? `${styles.table} ${styles.stacked}` : styles.table} {...named}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>{children}</tbody>
      </table>
    </div>
  )
}
