import { changeSettings, useSettings } from '../state/settings.ts';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu.tsx';
import { overlay } from './overlays.ts';

const THEMES = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'system', label: 'System', icon: 'system' },
] as const;

const CHANGE_COLOURS = [
  { value: 'green-red', label: 'Green and red' },
  { value: 'blue-orange', label: 'Blue and orange' },
] as const;

/** How the app looks in this browser, and the key of this tab. */
export function SettingsMenu() {
  const settings = useSettings();
  return (
    <Menu icon="sliders" label="Settings">
      <MenuChoice
        label="Theme"
        value={settings.theme}
        choices={THEMES}
        onChange={(theme) => changeSettings({ theme })}
      />
      <MenuLine />
      <MenuChoice
        label="Gains and losses"
        value={settings.changeColours}
        choices={CHANGE_COLOURS}
        onChange={(changeColours) => changeSettings({ changeColours })}
      />
      <MenuLine />
      <MenuItem icon="key" onSelect={() => overlay.set('key')}>
        Access key
      </MenuItem>
      <MenuItem icon="keyboard" onSelect={() => overlay.set('shortcuts')}>
        Keyboard shortcuts
      </MenuItem>
    </Menu>
  );
}
