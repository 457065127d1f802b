"""What client and server of system_tests' test_communication have to say to each other, by action type.

The same table as in src/system-test/exchange.ts.
"""
from test_msgs.action import Fibonacci, NestedMessage

ORDER = 10
VALUE = 123
FEEDBACK_COUNT = 10


def fibonacci(order):
    sequence = [0, 1]
    while len(sequence) < order + 1:
        sequence.append(sequence[-1] + sequence[-2])
    return sequence


class FibonacciExchange:
    action_type = Fibonacci
    goal = Fibonacci.Goal(order=ORDER)

    @staticmethod
    def is_expected(goal):
        return goal.order == ORDER

    @staticmethod
    def feedback(goal):
        return [Fibonacci.Feedback(sequence=fibonacci(order)) for order in range(2, goal.order + 1)]

    @staticmethod
    def result(goal):
        return Fibonacci.Result(sequence=fibonacci(goal.order))

    @staticmethod
    def is_feedback_right(feedback):
        """A prefix of the sequence, and no longer than order + 1."""
        sequence = list(feedback.sequence)
        return sequence == fibonacci(ORDER)[:len(sequence)]

    @staticmethod
    def is_result_right(result):
        return list(result.sequence) == fibonacci(ORDER)


class NestedMessageExchange:
    action_type = NestedMessage
    goal = NestedMessage.Goal()
    goal.nested_field_no_pkg.duration_value.sec = VALUE

    @staticmethod
    def is_expected(goal):
        return goal.nested_field_no_pkg.duration_value.sec > 0

    @staticmethod
    def feedback(goal):
        feedback = NestedMessage.Feedback()
        feedback.nested_different_pkg.sec = 2 * goal.nested_field_no_pkg.duration_value.sec
        return [feedback] * FEEDBACK_COUNT

    @staticmethod
    def result(goal):
        result = NestedMessage.Result()
        result.nested_field.int32_value = 4 * goal.nested_field_no_pkg.duration_value.sec
        return result

    @staticmethod
    def is_feedback_right(feedback):
        return feedback.nested_different_pkg.sec == 2 * VALUE

    @staticmethod
    def is_result_right(result):
        return result.nested_field.int32_value == 4 * VALUE


EXCHANGES = {'Fibonacci': FibonacciExchange, 'NestedMessage': NestedMessageExchange}
