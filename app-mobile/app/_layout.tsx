import { Slot } from 'expo-router';
import { Surroundings } from '../src/screens/session/surroundings.tsx';

export { CrashScreen as ErrorBoundary } from '../src/screens/session/crash-screen.tsx';

export default function RootLayout() {
  return (
    <Surroundings>
      <Slot />
    </Surroundings>
  );
}
