"""The ordering problem and its solvers: values, hours and precedence to an order and a bound."""
