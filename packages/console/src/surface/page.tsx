import { useEffect, type ReactNode } from 'react'
import styles from './page.module.css'

export type PageProps = {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  narrow?: boolean
  children: ReactNode
}

/** A page with its one first heading, which the browser's tab shows too. */
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

export type ColumnsProps = { caption: string; heads: readonly string[]; children: ReactNode }

/** A table that scrolls by itself where the page is narrow. */
export function Columns({ caption, heads, children }: ColumnsProps): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
