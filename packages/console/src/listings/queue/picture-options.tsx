import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon, type IconName } from '../../components/index.ts'

export type PictureOptionsProps = {
  isGrid: boolean
  onLayout: () => void
  blur: boolean
  onBlur: (blur: boolean) => void
}

/** Settings for pictures in the queue, remembered on this device. */
export function PictureOptions(options: PictureOptionsProps): ReactNode {
  const { t } = useText()
  const { isGrid, onLayout, blur, onBlur } = options
  return (
    <>
      <Toggle icon="grid" label={t('queue.grid')} isOn={isGrid} onClick={onLayout} />
      <Toggle icon="blur" label={t('queue.blur')} isOn={blur} onClick={() => onBlur(!blur)} />
    </>
  )
}

type ToggleProps = { icon: IconName; label: string; isOn: boolean; onClick: () => void }

function Toggle({ icon, label, isOn, onClick }: ToggleProps): ReactNode {
  return (
    <Button
      size="compact-sm"
      variant={isOn ? 'light' : 'subtle'}
      aria-pressed={isOn}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} size={16} />
    </Button>
  )
}
