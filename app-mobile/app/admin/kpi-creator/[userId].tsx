export { CreatorScreen as default } from '../../../src/screens/creator/creator-screen.tsx';
