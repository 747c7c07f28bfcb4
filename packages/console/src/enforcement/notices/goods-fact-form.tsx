import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'

const kinds = ['comparison', 'test-purchase', 'never-made', 'holder-statement'] as const

/** Whether evidence of this kind can support a notice about counterfeit goods. */
export function isGoodsFact(kind: string): boolean {
  return kinds.some((one) => one === kind)
}

/** Adds what a person saw of the goods to the evidence of an item, or of all. */
export function GoodsFactForm({
  writing: { draft, change },
  item,
}: Pick<PartProps, 'writing'> & {
  /** Undefined for all items. */
  item: number | undefined
}): ReactNode {
  const { t } = useText()
  const [kind, setKind] = useState<(typeof kinds)[number]>('comparison')
  const [statement, setStatement] = useState('')
  const text = statement.trim()
  const add = (): void => {
    change({
      items: draft.items.map((one, place) =>
        item === undefined || item === place
          ? { ...one, evidence: [...one.evidence, { kind, statement: text }] }
          : one,
      ),
    })
    setStatement('')
  }
  return (
    <div className={`${styles.fields} ${styles.wide}`}>
      <NativeSelect
        label={t('review.fact.kind')}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`notice-evidence.${value}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const chosen = kinds.find((one) => one === value)
          if (chosen) setKind(chosen)
        }}
      />
      <Textarea
        label={t('review.fact.statement')}
        description={t('review.fact.statement.hint')}
        autosize
        minRows={2}
        maxLength={2000}
        value={statement}
        onChange={({ currentTarget }) => setStatement(currentTarget.value)}
      />
      <div className={styles.line}>
        <Button variant="default" onClick={add} disabled={text === ''}>
          {t('review.fact.add')}
        </Button>
        {text === '' && <span className={styles.fine}>{t('review.fact.empty')}</span>}
      </div>
    </div>
  )
}
