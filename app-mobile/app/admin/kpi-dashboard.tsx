export { DashboardScreen as default } from '../../src/screens/dashboard/dashboard-screen.tsx';
