import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { fieldId } from './missing-fields.ts'
import styles from './referrals.module.css'

type ListedPartsProps<One> = {
  part: 'rights' | 'persons' | 'places'
  items: readonly One[]
  none: One
  add: string
  onChange: (items: One[]) => void
  /** The fields of one entry. */
  children: (item: One, put: (part: Partial<One>) => void, place: number) => ReactNode
}

/** Entries of a part that there may be several of. */
export function ListedParts<One extends object>(props: ListedPartsProps<One>): ReactNode {
  const { part, items, none, add, onChange, children } = props
  const { t, number } = useText()
  return (
    <>
      {items.map((item, place) => {
        const named = t(`dossier.${part}.one`, { place: number(place + 1) })
        return (
          <fieldset
            key={place}
            id={fieldId(`/${part}/${place}`)}
            tabIndex={-1}
            className={styles.group}
          >
            <legend>{named}</legend>
            <div className={styles.pairs}>
              {children(
                item,
                (changed) =>
                  onChange(items.map((one, at) => (at === place ? { ...one, ...changed } : one))),
                place,
              )}
            </div>
            <Button
              mt="xs"
              size="compact-sm"
              variant="subtle"
              aria-label={`${t('dossier.part.remove')}: ${named}`}
              onClick={() => onChange(items.filter((_, at) => at !== place))}
            >
              {t('dossier.part.remove')}
            </Button>
          </fieldset>
        )
      })}
      <Button size="compact-sm" variant="default" onClick={() => onChange([...items, none])}>
        {add}
      </Button>
    </>
  )
}
