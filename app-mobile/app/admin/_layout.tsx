import { Navigator, Slot } from 'expo-router';
import { useEffect } from 'react';
import { Gate } from '../../src/screens/session/gate.tsx';

/** By then the first screen has what it needs. */
const READ_AHEAD_AFTER_MS = 3000;

export default function AdminLayout() {
  useEffect(() => {
    const timer = setTimeout(() => void readAhead().catch(() => undefined), READ_AHEAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  // The navigator stands around the gate: whoever signs in again is where they were.
  return (
    <Navigator>
      <Gate>
        <Slot />
      </Gate>
    </Navigator>
  );
}

/** In a browser each screen comes in a file of its own: read ahead, they open at once, and also when nothing answers any more. */
function readAhead(): Promise<unknown> {
  return Promise.all([
    import('./kpi-dashboard.tsx'),
    import('./kpi-range.tsx'),
    import('./kpi-creators.tsx'),
    import('./kpi-creator/[userId].tsx'),
  ]);
}
