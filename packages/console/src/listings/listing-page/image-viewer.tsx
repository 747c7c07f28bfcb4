import { ActionIcon, Modal, Switch } from '@mantine/core'
import type { Assessment } from '@touchstone/contract'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon, useBlur } from '../../components/index.ts'
import type { Picture } from './image-address.ts'
import styles from './listing-images.module.css'

export type PictureViewerProps = {
  pictures: readonly Picture[]
  assessment: Assessment | null
  /** Index of the first picture to show. */
  start: number
  /** Number of all pictures, including those not loaded. */
  of: number
  onClose: () => void
}

/** One picture at a time, in full size; arrow keys switch, Escape closes. */
export function PictureViewer(viewer: PictureViewerProps): ReactNode {
  const { pictures, assessment, start, of, onClose } = viewer
  const { t } = useText()
  const [at, setAt] = useState(start)
  const [isBlurred] = useBlur()
  const [blur, setBlur] = useState(isBlurred)
  const picture = pictures[at]
  const go = (step: number): void =>
    setAt((place) => (place + step + pictures.length) % pictures.length)
  const keys: Record<string, () => void> = {
    ArrowRight: () => go(1),
    ArrowLeft: () => go(-1),
    Home: () => setAt(0),
    End: () => setAt(pictures.length - 1),
    // Otherwise the page behind would handle it as well and leave the listing.
    Escape: onClose,
  }
  const onKey = (event: KeyboardEvent): void => {
    const act = keys[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  if (picture === undefined) return null
  const words = t('picture.one', { number: picture.place + 1, of })
  const boxes = boxesOf(assessment, picture.place)
  return (
    <Modal
      opened
      closeOnEscape={false}
      onClose={onClose}
      size="auto"
      centered
      title={<span aria-live="polite">{words}</span>}
      closeButtonProps={{ 'aria-label': t('state.close') }}
      onKeyDown={onKey}
    >
      <div className={styles.stage}>
        <span className={styles.frame} data-blur={blur}>
          <img src={picture.source} alt={words} referrerPolicy="same-origin" />
          {boxes.map(({ signal, box: [x = 0, y = 0, width = 0, height = 0] }) => (
            <span
              key={signal}
              className={styles.box}
              style={{
                left: `${x * 100}%`,
                top: `${y * 100}%`,
                width: `${width * 100}%`,
                height: `${height * 100}%`,
              }}
            >
              <span>{signal}</span>
            </span>
          ))}
        </span>
      </div>
      {isBlurred && (
        <Switch
          label={t('case.blur')}
          checked={blur}
          onChange={({ currentTarget }) => setBlur(currentTarget.checked)}
        />
      )}
      {pictures.length > 1 && (
        <div className={styles.steps}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('picture.previous')}
            onClick={() => go(-1)}
          >
            <Icon name="back" size={17} />
          </ActionIcon>
          <span className={styles.note}>{t('picture.shortcuts')}</span>
          <ActionIcon
            variant="default"
            size="lg"
            className={styles.on}
            aria-label={t('picture.next')}
            onClick={() => go(1)}
          >
            <Icon name="back" size={17} />
          </ActionIcon>
        </div>
      )}
    </Modal>
  )
}

/** The regions of a picture that signals refer to. */
function boxesOf(
  assessment: Assessment | null,
  place: number,
): { signal: number; box: readonly number[] }[] {
  return (assessment?.signals ?? []).flatMap(({ evidence }, index) =>
    evidence?.image === place && evidence.box ? [{ signal: index + 1, box: evidence.box }] : [],
  )
}
